/** A history in which two activities took each other's names. */
export function swapped(text: string, one: string, other: string): string {
  const names = new Map([
    [`"${one}"`, `"${other}"`],
    [`"${other}"`, `"${one}"`],
  ]);
  return text.replaceAll(/"\w+"/g, (word) => names.get(word) ?? word);
}

/** A history in which what the payloads say was rewritten. */
export function withPayloads(text: string, rewrite: (payload: string) => string): string {
  return text.replaceAll(/"data": "([\w+/=]*)"/g, (_, data: string) => {
    const payload = rewrite(Buffer.from(data, 'base64').toString());
    return `"data": "${Buffer.from(payload).toString('base64')}"`;
  });
}
