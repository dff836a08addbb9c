import type { KeptSpan, TraceNode } from './trace-tree.ts';

/** A stretch of a task's time, and the innermost span that it waited for then. Times in ms since the epoch. */
export interface PathPart {
  readonly span: KeptSpan;
  readonly from: number;
  readonly until: number;
}

/**
 * The chain of spans that the duration of a trace consists of, in the order of time: going back from its end, of all spans
 * that ran the one that ended last is what was waited for, and before it whatever ended last before it began. The parts
 * follow each other without a gap, so they add up to the duration of the root.
 */
export function criticalPath(root: TraceNode): readonly PathPart[] {
  const parts: PathPart[] = [];
  walkBack(root, root.from, root.until, parts);
  return parts.reverse();
}

function walkBack(node: TraceNode, from: number, until: number, parts: PathPart[]): void {
  let cursor = until;
  const left = [...node.children];
  while (cursor > from) {
    const next = lastEnded(left, cursor);
    if (next === undefined) break;
    left.splice(left.indexOf(next), 1);
    const end = Math.min(next.until, cursor);
    const begin = Math.max(next.from, from);
    if (begin >= end) continue;
    add(parts, { span: node.span, from: end, until: cursor });
    walkBack(next, begin, end, parts);
    cursor = begin;
  }
  add(parts, { span: node.span, from, until: cursor });
}

/** Of the spans that began before a moment the one that ended last until then; of several the longest. */
function lastEnded(nodes: readonly TraceNode[], cursor: number): TraceNode | undefined {
  let found: TraceNode | undefined;
  for (const node of nodes) {
    if (node.from >= cursor) continue;
    const later = Math.min(node.until, cursor) - Math.min(found?.until ?? Number.NEGATIVE_INFINITY, cursor);
    if (found === undefined || later > 0 || (later === 0 && node.from < found.from)) found = node;
  }
  return found;
}

function add(parts: PathPart[], part: PathPart): void {
  if (part.until > part.from) parts.push(part);
}
