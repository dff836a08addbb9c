const CELLS = 20;

/** A share (0 to 1) as a bar of 20 characters: empty only for nothing, full only for all. */
export function bar(share: number): string {
  const cells = Math.round(Math.min(1, Math.max(0, share)) * CELLS);
  const filled = share <= 0 ? 0 : Math.max(1, share < 1 ? Math.min(CELLS - 1, cells) : cells);
  return '▉'.repeat(filled) + '░'.repeat(CELLS - filled);
}
