import type { Span } from './span.ts';

/** A span as it is kept, whether or not it was exported. */
export type KeptSpan = Omit<Span, 'sampled'>;

/** A span with its place in the tree. Times in ms since the epoch, within those of its parent. */
export interface TraceNode {
  readonly span: KeptSpan;
  readonly from: number;
  /** Of one that runs: now. */
  readonly until: number;
  /** Oldest first. */
  readonly children: readonly TraceNode[];
}

/**
 * The tree of a task's spans, oldest first, below its root. A span whose parent nobody told of is the root's child, so that
 * what is known is shown. One that runs although its parent has ended is lost: who worked on it did not live to tell its
 * end. `now` in ms since the epoch ends what still runs.
 */
export function traceTree(root: KeptSpan, spans: readonly KeptSpan[], now: number): TraceNode {
  const ids = new Set(spans.map(({ span_id }) => span_id));
  const childrenOf = new Map<string, KeptSpan[]>();
  for (const span of spans) {
    if (span.span_id === root.span_id) continue;
    const { span_id, parent_id } = span;
    const parent = parent_id !== null && parent_id !== span_id && ids.has(parent_id) ? parent_id : root.span_id;
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), span]);
  }

  const nodeOf = (told: KeptSpan, within: Stretch): TraceNode => {
    const span = told.ended_at === null && within.ended_at !== null ? lost(told, within.ended_at) : told;
    const from = between(Date.parse(span.started_at), within.from, within.until);
    const until = between(span.ended_at === null ? now : Date.parse(span.ended_at), from, within.until);
    const below = childrenOf.get(span.span_id) ?? [];
    const stretch = { from, until, ended_at: span.ended_at };
    const children = below.map((child) => nodeOf(child, stretch)).sort((a, b) => a.from - b.from);
    return { span, from, until, children };
  };
  return nodeOf(root, { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY, ended_at: null });
}

/** The time of a parent, which its children are within. */
interface Stretch extends Pick<TraceNode, 'from' | 'until'> {
  readonly ended_at: string | null;
}

function lost(span: KeptSpan, ended_at: string): KeptSpan {
  return { ...span, ended_at, status: 'lost' };
}

/** How long a span took, in ms. */
export function durationOf({ from, until }: Pick<TraceNode, 'from' | 'until'>): number {
  return until - from;
}

/** How much of a span's time none of its children covers, in ms. */
export function selfTimeOf(node: TraceNode): number {
  let covered = 0;
  let reached = node.from;
  for (const { from, until } of node.children) {
    covered += Math.max(0, until - Math.max(from, reached));
    reached = Math.max(reached, until);
  }
  return durationOf(node) - covered;
}

function between(time: number, first: number, last: number): number {
  return Math.min(Math.max(time, first), last);
}
