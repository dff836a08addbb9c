/** The lines of a request's head as they came: names and values in turn. */
export type HeaderLines = readonly string[];

/** All values that came under a name, in their order. */
export function valuesOf(lines: HeaderLines, name: string): readonly string[] {
  return lines.flatMap((line, index) => {
    const value = lines[index + 1];
    return index % 2 === 0 && value !== undefined && line.toLowerCase() === name ? [value] : [];
  });
}
