const [QUOTE, ESCAPE, LIST, END_OF_LIST, OBJECT, END_OF_OBJECT, COMMA] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d, 0x2c];

/** How much a JSON text may have, whatever its length. */
export interface JsonBounds {
  /** Lists and objects in one another. */
  readonly depth: number;
  /** Lists, objects, and what stands in them. */
  readonly values: number;
}

/**
 * What a JSON text has too much of, such as `more than 10 lists and objects in one another`. It is looked at before it is parsed,
 * and no further than needed: half a million lists take 1 MiB, and whoever parses that a third of a second.
 */
export function jsonExcess(json: string, most: JsonBounds): string | undefined {
  const tooDeep = `more than ${most.depth} lists and objects in one another`;
  const tooMany = `more than ${most.values} values`;
  let depth = 0;
  let values = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (inText) {
      if (code === ESCAPE) at += 1;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === LIST || code === OBJECT) {
      depth += 1;
      values += 1;
      if (depth > most.depth) return tooDeep;
      if (values > most.values) return tooMany;
    } else if (code === COMMA) {
      values += 1;
      if (values > most.values) return tooMany;
    } else if (code === END_OF_LIST || code === END_OF_OBJECT) depth -= 1;
  }
  return undefined;
}
