const [QUOTE, ESCAPE, LIST, END_OF_LIST, OBJECT, END_OF_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** Whether a JSON text has more than so many lists and objects in one another; it is looked at only as far as needed. */
export function isDeeperThan(most: number, json: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (inText) {
      if (code === ESCAPE) at += 1;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === LIST || code === OBJECT) {
      depth += 1;
      if (depth > most) return true;
    } else if (code === END_OF_LIST || code === END_OF_OBJECT) depth -= 1;
  }
  return false;
}
