import type { Change, ChangedFile } from './change.ts';
import type { GitBytes } from './git.ts';
import { SIGNATURE_BYTES } from './media.ts';
import { isReadWhole, LARGE_FILE_BYTES, MAX_WHOLE_BYTES, mostBytesOf } from './whole-files.ts';

/** Bytes of binary files that are looked at in one change, at most; beyond that no media file is known as one. */
const MAX_BINARY_BYTES = 64 * LARGE_FILE_BYTES;

/** What `git cat-file` says of an object, by the name it was asked for. */
export type Blobs = ReadonlyMap<string, Uint8Array>;

/** The contents of objects, by names that hold no line break; one that is missing is left out. */
export async function readBlobs(git: GitBytes, names: readonly string[]): Promise<Blobs> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Map();
  const output = Buffer.from(await git(['cat-file', '--batch'], `${wanted.join('\n')}\n`));
  const blobs = new Map<string, Uint8Array>();
  let at = 0;
  for (const name of wanted) {
    const end = output.indexOf('\n', at);
    const [, type, size] = output.toString('utf8', at, end).split(' ');
    at = end + 1;
    if (size === undefined || type === 'missing') continue;
    blobs.set(name, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}

/**
 * Changes with the whole texts of the files that a rule compares, and the first bytes of the binary ones. Where those are
 * too many together, the changes count as not read.
 */
export async function withContents(git: GitBytes, changes: readonly Change[]): Promise<readonly Change[]> {
  const files = changes.filter(({ content_read }) => content_read).flatMap((change) => change.files);
  const compared = files.filter(isComparable);
  const binary = files.filter(isShortBinary);
  const tooMany = bytesOf(compared) > MAX_WHOLE_BYTES;
  if (tooMany) return changes.map((change) => ({ ...change, content_read: false }));
  const pictures = bytesOf(binary) > MAX_BINARY_BYTES ? [] : binary;
  const names = [...compared.flatMap(blobsOf), ...pictures.map(({ blob }) => blob)].filter((name) => !isNone(name));
  const blobs = await readBlobs(git, names);
  return changes.map((change) => ({ ...change, files: change.files.map((file) => withContent(file, blobs)) }));
}

function isComparable(file: ChangedFile): boolean {
  return Math.max(file.bytes, file.previous_bytes) <= mostBytesOf(file) && isReadWhole(file);
}

function isShortBinary({ binary, kind, bytes }: ChangedFile): boolean {
  return binary && kind !== 'deleted' && bytes <= LARGE_FILE_BYTES;
}

function blobsOf({ blob, previous_blob }: ChangedFile): readonly string[] {
  return [previous_blob, blob];
}

function isNone(name: string): boolean {
  return /^0*$/.test(name);
}

/** Bytes of all contents, one that several files share once. */
function bytesOf(files: readonly ChangedFile[]): number {
  const sizes = new Map(
    files.flatMap(
      (file) =>
        [
          [file.blob, file.bytes],
          [file.previous_blob, file.previous_bytes],
        ] as const,
    ),
  );
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function withContent(file: ChangedFile, blobs: Blobs): ChangedFile {
  if (isShortBinary(file)) {
    const begins = blobs.get(file.blob)?.subarray(0, SIGNATURE_BYTES);
    return begins === undefined ? file : { ...file, begins };
  }
  if (!isComparable(file)) return file;
  const textOf = (name: string): string | undefined => {
    const bytes = isNone(name) ? undefined : blobs.get(name);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
  };
  return { ...file, texts: { before: textOf(file.previous_blob), after: textOf(file.blob) } };
}
