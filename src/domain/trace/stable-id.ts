const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/**
 * A text's 64 bits as 16 hexadecimal digits, never all zero: the same in every process and in Temporal's sandbox, which has
 * no hashes. FNV-1a over the UTF-16 code units, then the finalizer of MurmurHash3, so that texts that differ by one
 * digit share nothing.
 */
export function stableId(text: string): string {
  let hash = OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * PRIME);
  }
  hash = BigInt.asUintN(64, (hash ^ (hash >> 33n)) * 0xff51afd7ed558ccdn);
  hash = BigInt.asUintN(64, (hash ^ (hash >> 33n)) * 0xc4ceb9fe1a85ec53n);
  hash ^= hash >> 33n;
  // Zero is no id in OpenTelemetry.
  return ((hash % 0xffffffffffffffffn) + 1n).toString(16).padStart(16, '0');
}
