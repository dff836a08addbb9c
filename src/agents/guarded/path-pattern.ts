/** A path in its names, as it is and with case folded, and the name at which a pattern is to begin. */
export interface PlaceInPath {
  readonly names: readonly string[];
  readonly folded: readonly string[];
  readonly at: number;
}

/** A pattern of `GuardedTool.paths`, ready for use. */
export interface PathPattern {
  /** The first name with case folded, where it has no wildcard. */
  readonly firstName: string | undefined;
  /** Whether it is for a file by its own name, whatever folder it is in. */
  readonly isFileName: boolean;
  matches(place: PlaceInPath): boolean;
}

/** Reads a pattern; one that is exact is for paths in its very case. */
export function compilePattern(text: string, exact: boolean): PathPattern {
  const rooted = text.startsWith('/');
  const folder = text.endsWith('/');
  const parts = text.replaceAll(/^\/|\/$/g, '').split('/');
  const names = parts.map((part) => nameMatcher(exact ? part : foldCase(part)));
  const [first = ''] = parts;
  return {
    firstName: first.includes('*') ? undefined : foldCase(first),
    isFileName: !rooted && !folder && names.length === 1,
    matches: ({ names: asTheyAre, folded, at }) => {
      const given = exact ? asTheyAre : folded;
      if (rooted && at > 0) return false;
      if (folder ? given.length < at + names.length : given.length !== at + names.length) return false;
      return names.every((matches, index) => matches(given[at + index] ?? ''));
    },
  };
}

/** A text as file systems that ignore case compare it. */
export function foldCase(text: string): string {
  // By way of capitals, since there are small letters that share one with another: ſ and s.
  return text.toUpperCase().toLowerCase();
}

function nameMatcher(part: string): (name: string) => boolean {
  if (!part.includes('*')) return (name) => name === part;
  const pieces = part.split('*');
  const [head = ''] = pieces;
  const tail = pieces.at(-1) ?? '';
  const middle = pieces.slice(1, -1);
  return (name) => {
    if (name.length < head.length + tail.length || !name.startsWith(head) || !name.endsWith(tail)) return false;
    let from = head.length;
    for (const piece of middle) {
      const found = name.indexOf(piece, from);
      if (found === -1) return false;
      from = found + piece.length;
    }
    return from <= name.length - tail.length;
  };
}
