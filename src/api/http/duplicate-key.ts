/**
 * The first key that an object of the JSON text names twice, or undefined. The text is known to be JSON; it is gone through
 * once, however deep it nests.
 */
export function duplicateKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  // In an object, whether the next text is a key.
  let atKey = false;
  for (let at = 0; at < json.length; at += 1) {
    switch (json[at]) {
      case '{':
        open.push(new Set());
        atKey = true;
        break;
      case '[':
        open.push(undefined);
        atKey = false;
        break;
      case '}':
      case ']':
        open.pop();
        atKey = false;
        break;
      case ',':
        atKey = open.at(-1) !== undefined;
        break;
      case '"': {
        const end = endOfText(json, at);
        const keys = open.at(-1);
        if (atKey && keys !== undefined) {
          const key = JSON.parse(json.slice(at, end + 1)) as string;
          if (keys.has(key)) return key;
          keys.add(key);
          atKey = false;
        }
        at = end;
        break;
      }
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
