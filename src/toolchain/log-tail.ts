import { open, stat } from 'node:fs/promises';

const tailBytes = 2_000;

/** The size of a log in bytes, 0 when there is none yet. */
export async function logSize(file: string): Promise<number> {
  const status = await stat(file).catch(() => undefined);
  return status?.size ?? 0;
}

/** The last 2 000 bytes at most of what a log got after its first `since` bytes, in whole lines; empty without a log. */
export async function logTail(file: string, since = 0): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const start = Math.max(since, size - tailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(tailBytes), 0, tailBytes, start);
    const text = buffer.toString('utf8', 0, bytesRead);
    const wholeLines = start > since ? text.slice(text.indexOf('\n') + 1) : text;
    return wholeLines.trim();
  } finally {
    await handle.close();
  }
}
