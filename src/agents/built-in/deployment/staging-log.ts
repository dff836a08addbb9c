import { mkdir, open, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { join } from 'node:path';
import type { ArtifactRef } from '../../../domain/phase-result.ts';

const TAIL_BYTES = 64 * 1024;

/** Bytes to which a log may grow, about: it is looked at every few seconds. */
const LOG_LIMIT_BYTES = 8 * 1024 * 1024;

/** The end of a log, at most 64 KiB, without terminal colours; empty when there is no log. */
export async function endOfLog(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return stripVTControlCharacters(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await file.close();
  }
}

/** The last lines of a text. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * Empties a log that has grown beyond the limit and keeps its end in `<path>.old`. The log must be open for appending
 * in the process that writes it, so that it goes on at the new end; lines written at that very moment may be lost.
 */
export async function boundLog(path: string, limit = LOG_LIMIT_BYTES): Promise<void> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size <= limit) return;
  const draft = `${path}.new`;
  await writeFile(draft, await endOfLog(path), { mode: 0o600 });
  await rename(draft, `${path}.old`);
  await truncate(path);
}

/** Copies the end of a deployment's log to `staging.log` among the artifacts; none when nothing was printed. */
export async function keepLog(log: string, artifacts: string): Promise<ArtifactRef[]> {
  const content = Buffer.from(await endOfLog(log));
  if (content.length === 0) return [];
  const name = 'staging.log';
  await mkdir(artifacts, { recursive: true });
  await writeFile(join(artifacts, name), content);
  return [{ name, kind: 'log', path: name, media_type: 'text/plain; charset=utf-8', bytes: content.length }];
}
