/** One bar: what it stands for, its value, and which colour it has. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly tone: 'bare' | 'chimera';
}

/** What a chart says. */
export interface Chart {
  readonly title: string;
  /** Of the values, such as "ms". */
  readonly unit: string;
  readonly bars: readonly Bar[];
}

const COLOURS: Readonly<Record<Bar['tone'], string>> = { bare: '#8a94a6', chimera: '#2f6fde' };
const [WIDTH, LABEL_WIDTH, VALUE_WIDTH, ROW, HEAD] = [720, 210, 90, 28, 52] as const;

/** Horizontal bars as an SVG document, readable on light and on dark pages. */
export function barChart({ title, unit, bars }: Chart): string {
  const height = HEAD + bars.length * ROW + 16;
  const longest = Math.max(...bars.map(({ value }) => value));
  const scale = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) / longest;
  const rows = bars.map(({ label, value, tone }, index) => {
    const [top, length] = [HEAD + index * ROW, Math.max(1, value * scale)];
    return [
      text(LABEL_WIDTH - 10, top + 17, label, 'end'),
      `<rect x="${LABEL_WIDTH}" y="${top + 3}" width="${length.toFixed(1)}" height="20" rx="3" fill="${COLOURS[tone]}"/>`,
      text(LABEL_WIDTH + length + 8, top + 17, `${rounded(value)} ${unit}`, 'start'),
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${height}" rx="8" fill="#ffffff"/>`,
    `<text x="20" y="30" font-size="16" font-weight="600" fill="#1c2430">${escaped(title)}</text>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

function text(x: number, y: number, words: string, anchor: 'start' | 'end'): string {
  return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}" fill="#1c2430">${escaped(words)}</text>`;
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
