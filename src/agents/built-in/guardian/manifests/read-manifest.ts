import { parse as parseToml } from 'smol-toml';
import stripJsonComments from 'strip-json-comments';
import { isTable, type Manifest, type ManifestForm } from './manifest-form.ts';

/** Levels of nesting that a manifest may have: whatever reads on from here may take a call for each of them. */
const MAX_DEPTH = 100;

/** Reads a manifest's text; undefined when it cannot be parsed, is no table, or is nested too deeply. */
export function readManifest(text: string, format: ManifestForm['format']): Manifest | undefined {
  try {
    const value = parse(text.replace(/^\uFEFF/, ''), format);
    return isTable(value) && isShallow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function parse(text: string, format: ManifestForm['format']): unknown {
  switch (format) {
    case 'json':
      return JSON.parse(text);
    case 'jsonc':
      return JSON.parse(stripJsonComments(text, { trailingCommas: true }));
    case 'toml':
      return parseToml(text);
  }
}

function isShallow(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    level = level.flatMap((item): readonly unknown[] =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
    if (level.length === 0) return true;
  }
  return false;
}
