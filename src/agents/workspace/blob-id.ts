import { createHash } from 'node:crypto';

/** The name that git gives to a file's content; `like` is any name of the same repository, which tells the algorithm. */
export function blobId(content: Buffer, like: string): string {
  const sum = createHash(like.length === 64 ? 'sha256' : 'sha1');
  return sum.update(`blob ${content.length}\0`).update(content).digest('hex');
}
