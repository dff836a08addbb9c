import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import type { ConfigProblem } from './config-error.ts';

/** A YAML text as data, with the line each part of it stands on. */
export interface YamlSource {
  readonly value: unknown;
  /** Line, from 1, of the key or item at a path; of its nearest parent when there is none. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Places at which a part may stand by its anchor, for many projects share one; a bound, so that none multiplies without end. */
const MOST_ALIASES = 10_000;

/** Reads a YAML text, or tells every syntax error with its line. */
export function readYaml(text: string): YamlSource | readonly ConfigProblem[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return document.errors.map((error) => ({
      path: '',
      line: lines.linePos(error.pos[0]).line,
      message: `not valid YAML: ${error.message}`,
    }));
  }
  const line = (node: unknown): number | undefined => {
    const start = (node as Node | null | undefined)?.range?.[0];
    return start === undefined ? undefined : lines.linePos(start).line;
  };
  try {
    return {
      value: document.toJS({ maxAliasCount: MOST_ALIASES }),
      lineOf(path) {
        let node: unknown = document.contents;
        let found = line(node) ?? 1;
        for (const step of path) {
          if (isAlias(node)) node = node.resolve(document);
          const next = child(node, step);
          if (next === undefined) return found;
          found = line(next.anchor) ?? found;
          node = next.node;
        }
        return found;
      },
    };
  } catch (error) {
    return [{ path: '', message: `not valid YAML: ${error instanceof Error ? error.message : String(error)}` }];
  }
}

function child(node: unknown, step: PropertyKey): { anchor: unknown; node: unknown } | undefined {
  if (!isCollection(node)) return undefined;
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { anchor: item, node: item };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step));
  return pair === undefined ? undefined : { anchor: pair.key, node: pair.value };
}
