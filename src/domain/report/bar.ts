/** A share (0 to 1) as a bar of so many characters: empty only for nothing, full only for all. */
export function bar(share: number, cells = 20): string {
  const nearest = Math.round(Math.min(1, Math.max(0, share)) * cells);
  const filled = share <= 0 ? 0 : Math.max(1, share < 1 ? Math.min(cells - 1, nearest) : nearest);
  return '█'.repeat(filled) + '░'.repeat(cells - filled);
}
