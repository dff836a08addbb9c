/**
 * The first key that an object of the JSON text names twice, or undefined. The text is known to be JSON; it is gone through
 * once, however deep it nests.
 */
export function duplicateKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  // In an object, whether the next text is a key.
  let atKey = false;
  for (let at = 0; at < json.length; at += 1) {
    const mark = json[at];
    if (mark === '{' || mark === '[') {
      open.push(mark === '{' ? new Set() : undefined);
      atKey = mark === '{';
    } else if (mark === '}' || mark === ']') {
      open.pop();
      atKey = false;
    } else if (mark === ',') {
      atKey = open.at(-1) !== undefined;
    } else if (mark === '"') {
      const begin = at;
      at = endOfText(json, begin);
      if (!atKey) continue;
      const keys = open.at(-1);
      const key = JSON.parse(json.slice(begin, at + 1)) as string;
      if (keys?.has(key) === true) return key;
      keys?.add(key);
      atKey = false;
    }
  }
  return undefined;
}

/** Where the text that begins at a quotation mark ends. */
function endOfText(json: string, begin: number): number {
  for (let at = begin + 1; at < json.length; at += 1) {
    if (json[at] === '\\') at += 1;
    else if (json[at] === '"') return at;
  }
  return json.length;
}
