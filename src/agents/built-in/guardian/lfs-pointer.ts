import type { ChangedFile } from './change.ts';

/** Bytes that git-lfs takes for a pointer, at most. */
const MAX_POINTER_BYTES = 1024;

const POINTER = /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\//;

/** Whether a file, by its size and its new lines, may be a Git LFS pointer: enough to read the whole of it. */
export function mayBePointer({ bytes, added }: Pick<ChangedFile, 'bytes' | 'added'>): boolean {
  return bytes <= MAX_POINTER_BYTES && added.some(({ text }) => /^(?:version https:|ext-\d|oid |size )/.test(text));
}

/** Whether a file now stands for one that is kept in Git LFS, apart from the repository. */
export function isPointer({ bytes, texts }: Pick<ChangedFile, 'bytes' | 'texts'>): boolean {
  return bytes <= MAX_POINTER_BYTES && texts?.after !== undefined && POINTER.test(texts.after);
}
