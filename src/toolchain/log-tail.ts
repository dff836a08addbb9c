import { open, stat } from 'node:fs/promises';

const TAIL_BYTES = 2_000;

/** How far back it is looked for what a program that broke down says first: the stack that follows may be long. */
const PANIC_BYTES = 256 * 1024;

/** The size of a log in bytes, 0 when there is none yet. */
export async function logSize(file: string): Promise<number> {
  const status = await stat(file).catch(() => undefined);
  return status?.size ?? 0;
}

/**
 * The last 2 000 bytes at most of what a log got after its first `since` bytes, in whole lines; empty without a log. Where a
 * Go program broke down, the line that says why comes first.
 */
export async function logTail(file: string, since = 0): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const from = Math.max(since, size - PANIC_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PANIC_BYTES), 0, PANIC_BYTES, from);
    const start = Math.max(0, bytesRead - TAIL_BYTES);
    const text = buffer.toString('utf8', start, bytesRead);
    const tail = (start > 0 ? text.slice(text.indexOf('\n') + 1) : text).trim();
    const panic = /^panic: .*$/m.exec(buffer.toString('utf8', 0, bytesRead))?.[0];
    return panic === undefined || tail.includes(panic) ? tail : `${panic}\n  …\n${tail}`;
  } finally {
    await handle.close();
  }
}
