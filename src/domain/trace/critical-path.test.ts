import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalPath } from './critical-path.ts';
import { durationOf, type KeptSpan, selfTimeOf, type TraceNode, traceTree } from './trace-tree.ts';

/** A span by the end of its id, its parent's, and its times in ms since the epoch; null: it runs. */
function span(id: string, parent: string | null, from: number, until: number | null): KeptSpan {
  return {
    trace_id: 'trace',
    span_id: id,
    parent_id: parent,
    kind: 'waiting',
    name: id,
    task_id: 'chimera-0123456789ab',
    started_at: new Date(from).toISOString(),
    ended_at: until === null ? null : new Date(until).toISOString(),
    status: until === null ? 'running' : 'ok',
    attributes: {},
  };
}

const ROOT = span('task', null, 0, 100);
const tree = (...spans: readonly KeptSpan[]): TraceNode => traceTree(ROOT, [ROOT, ...spans], 1_000);
const pathOf = (node: TraceNode) => criticalPath(node).map(({ span: { name }, from, until }) => [name, from, until]);
const everyNode = (node: TraceNode): readonly TraceNode[] => [node, ...node.children.flatMap(everyNode)];

describe('the tree of a trace', () => {
  it('has every span below its parent, oldest first', () => {
    const phase = span('phase', 'task', 20, 60);
    const { children } = tree(
      span('late', 'phase', 40, 60),
      phase,
      span('early', 'phase', 20, 40),
      span('place', 'task', 0, 20),
    );
    expect(children.map(({ span: { name } }) => name)).toEqual(['place', 'phase']);
    expect(children[1]?.children.map(({ span: { name } }) => name)).toEqual(['early', 'late']);
  });

  it('shows a span whose parent nobody told of below the root', () => {
    expect(tree(span('attempt', 'never told', 20, 60)).children).toHaveLength(1);
    expect(tree(span('odd', 'odd', 20, 60)).children).toHaveLength(1);
    expect(tree(span('another root', null, 20, 60)).children).toHaveLength(1);
  });

  it('ends with its parent, or now, what was never told to have ended', () => {
    expect(tree(span('phase', 'task', 20, null)).children[0]).toMatchObject({
      ...{ from: 20, until: 100 },
      span: { status: 'lost', ended_at: ROOT.ended_at },
    });
    const running = span('task', null, 0, null);
    const node = traceTree(running, [running, span('phase', 'task', 20, null)], 70);
    expect(node).toMatchObject({ until: 70, children: [{ until: 70, span: { status: 'running', ended_at: null } }] });
  });

  it('keeps a span of a clock that differs within its parent', () => {
    expect(tree(span('phase', 'task', -5, 20)).children[0]).toMatchObject({ from: 0, until: 20 });
    expect(tree(span('phase', 'task', 90, 120)).children[0]).toMatchObject({ from: 90, until: 100 });
  });

  it('tells what of a span’s time no child covers', () => {
    expect(selfTimeOf(tree())).toBe(100);
    expect(selfTimeOf(tree(span('a', 'task', 10, 30), span('b', 'task', 20, 40), span('c', 'task', 25, 28)))).toBe(70);
  });
});

describe('the critical path', () => {
  it('of a span without children is itself', () => {
    expect(pathOf(tree())).toEqual([['task', 0, 100]]);
  });

  it('goes down to whatever was waited for, and through what was nobody’s time', () => {
    const spans = [span('phase', 'task', 10, 80), span('one', 'phase', 10, 30), span('two', 'phase', 40, 80)];
    expect(pathOf(tree(...spans, span('closing', 'task', 80, 95)))).toEqual([
      ['task', 0, 10],
      ['one', 10, 30],
      ['phase', 30, 40],
      ['two', 40, 80],
      ['closing', 80, 95],
      ['task', 95, 100],
    ]);
  });

  it('takes of spans at the same time the one that ended last, and of two that ended together the longer', () => {
    expect(pathOf(tree(span('short', 'task', 0, 50), span('long', 'task', 0, 100)))).toEqual([['long', 0, 100]]);
    expect(pathOf(tree(span('late', 'task', 60, 100), span('early', 'task', 0, 100)))).toEqual([['early', 0, 100]]);
    expect(pathOf(tree(span('early', 'task', 0, 100), span('late', 'task', 60, 100)))).toEqual([['early', 0, 100]]);
    expect(pathOf(tree(span('first', 'task', 0, 60), span('then', 'task', 50, 100)))).toEqual([
      ['first', 0, 50],
      ['then', 50, 100],
    ]);
  });

  it('has no part of a span without length', () => {
    expect(pathOf(tree(span('instant', 'task', 40, 40)))).toEqual([['task', 0, 100]]);
  });

  it('is without gaps, so that its parts add up to the duration, whatever the spans', () => {
    const times = fc.record({
      parent: fc.nat(20),
      from: fc.integer({ min: -50, max: 150 }),
      length: fc.nat(120),
      runs: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(times, { maxLength: 20 }), (drawn) => {
        const spans = drawn.map(({ parent, from, length, runs }, index) =>
          span(String(index), parent < index ? String(parent) : 'task', from, runs ? null : from + length),
        );
        const root = tree(...spans);
        const parts = criticalPath(root);
        let cursor = root.from;
        for (const { from, until } of parts) {
          expect(from).toBe(cursor);
          expect(until).toBeGreaterThan(from);
          cursor = until;
        }
        expect(cursor).toBe(root.until);
        expect(everyNode(root)).toHaveLength(drawn.length + 1);
        for (const node of everyNode(root)) {
          expect(selfTimeOf(node)).toBeGreaterThanOrEqual(0);
          expect(selfTimeOf(node)).toBeLessThanOrEqual(durationOf(node));
        }
      }),
    );
  });
});
