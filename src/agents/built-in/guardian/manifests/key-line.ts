import type { ManifestForm } from './manifest-form.ts';

/** The line, from 1, at which a key most likely stands in a manifest's text; undefined where it is not found. */
export function lineOfKey(text: string, path: readonly string[], format: ManifestForm['format']): number | undefined {
  const at = format === 'toml' ? placeInToml(text, path) : placeInJson(text, path);
  return at === -1 ? undefined : lineAt(text, at);
}

/** The line of a place in a text, from 1. */
export function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < place; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function placeInJson(text: string, path: readonly string[]): number {
  return path.reduce((from, key) => (from === -1 ? -1 : text.indexOf(JSON.stringify(key), from)), 0);
}

/** The header of the longest table that holds the key, and from there on the key itself. */
function placeInToml(text: string, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const header = `[${path.slice(0, length).join('.')}]`;
    const at = text.indexOf(header);
    if (at === -1) continue;
    const key = path[length];
    const found = key === undefined ? at : text.indexOf(key, at + header.length);
    return found === -1 ? at : found;
  }
  return -1;
}
