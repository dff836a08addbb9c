/** How much of a size is in use, as a bar of so many characters: full past the size, and never empty while something is. */
export function bar(used: number, size: number, cells = 20): string {
  const share = Math.min(1, used / Math.max(1, size));
  const filled = used === 0 ? 0 : Math.max(1, Math.round(share * cells));
  return '█'.repeat(filled) + '░'.repeat(cells - filled);
}
