/** Bytes of a program's output that are remembered. */
const TAIL_BYTES = 64 * 1024;

/** The last bytes of an output. */
export interface OutputTail {
  push(chunk: Buffer): void;
  /** The remembered end of the output; a character cut in half at its beginning is left out. */
  text(): string;
}

/** Remembers the last `capacity` bytes of what is pushed, in at most twice the memory. */
export function keepTail(capacity = TAIL_BYTES): OutputTail {
  let chunks: Buffer[] = [];
  let size = 0;
  let cut = false;

  const compact = (): Buffer => {
    const all = Buffer.concat(chunks);
    const kept = all.length > capacity ? Buffer.from(all.subarray(all.length - capacity)) : all;
    cut ||= all.length > capacity;
    chunks = [kept];
    size = kept.length;
    return kept;
  };

  return {
    push: (chunk) => {
      const end = chunk.length > capacity ? chunk.subarray(chunk.length - capacity) : chunk;
      cut ||= end !== chunk;
      chunks.push(Buffer.from(end));
      size += end.length;
      if (size > 2 * capacity) compact();
    },
    text: () => {
      const kept = compact();
      return kept.toString('utf8', cut ? firstWholeCharacter(kept) : 0);
    },
  };
}

function firstWholeCharacter(bytes: Buffer): number {
  let at = 0;
  while (at < Math.min(3, bytes.length) && ((bytes[at] ?? 0) & 0xc0) === 0x80) at += 1;
  return at;
}
