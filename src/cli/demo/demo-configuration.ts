import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { examplesDirectory } from './examples.ts';

/** What the demo fills in to the example's configuration. */
export interface DemoConfiguration {
  readonly repository: string;
  readonly targetUrl: string;
  /** Whether the scripted coder overlooks something in its first try. */
  readonly firstTryIsWrong: boolean;
  /** The coder, where it is not the scripted one. */
  readonly coder?: Readonly<Record<string, string>>;
  /** Whether programs of tasks are confined; as this system can when not given. */
  readonly sandbox?: 'on' | 'off';
}

const PACE_MS = 350;

/** Whether this system has the sandbox that programs of tasks are confined by. */
export function sandboxHere(platform: NodeJS.Platform = process.platform): 'on' | 'off' {
  return platform === 'linux' ? 'on' : 'off';
}

/** A word of a shell command line, quoted so that blanks and quotes in it are kept. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Writes the example's configuration for the demo: its repository, its target, its coder by full path. */
export async function writeDemoConfiguration(path: string, demo: DemoConfiguration): Promise<void> {
  const document = parseDocument(await readFile(join(examplesDirectory, 'chimera.config.yaml'), 'utf8'));
  document.commentBefore = ' Made from examples/chimera.config.yaml.';
  if (document.contents !== null) document.contents.commentBefore = null;
  if ((demo.sandbox ?? sandboxHere()) === 'off') document.set('sandbox', 'off');
  document.setIn(['projects', 0, 'repository'], demo.repository);
  document.setIn(['projects', 0, 'target_url'], demo.targetUrl);
  document.setIn(
    ['projects', 0, 'agents', 'coder-agent'],
    demo.coder ?? {
      command: `node ${shellWord(join(examplesDirectory, 'agents', 'scripted-coder.mjs'))}`,
      env: {
        SCRIPTED_CODER_PACE_MS: String(PACE_MS),
        ...(demo.firstTryIsWrong ? { SCRIPTED_CODER_FIRST_TRY: 'wrong' } : {}),
      },
    },
  );
  await writeFile(path, document.toString());
}
