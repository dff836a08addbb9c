import { readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

const HISTORIES = fileURLToPath(new URL('histories', import.meta.url));

/** Where the history of a path is kept. */
export function historyFile(name: string): string {
  return join(HISTORIES, `${name}.json`);
}

/** The names of all kept histories. */
export async function keptHistories(): Promise<readonly string[]> {
  return (await readdir(HISTORIES))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));
}

/** Keeps a history in the form that `temporal workflow show --output json` prints. */
export async function keepHistory(name: string, history: Parameters<typeof historyToJSON>[0]): Promise<void> {
  const document = JSON.parse(historyToJSON(history), withoutStackTraces) as unknown;
  await writeFile(historyFile(name), `${JSON.stringify(document, null, 1)}\n`);
}

/** Stack traces name the folders of whoever recorded, and no replay looks at them. */
function withoutStackTraces(key: string, value: unknown): unknown {
  return key === 'stackTrace' ? '' : value;
}
