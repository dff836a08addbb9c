import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newsOf, type WrittenRemark } from './pull-request.ts';

const remark = (over: Partial<WrittenRemark> = {}): WrittenRemark => ({
  id: 'line:1',
  kind: 'line',
  mayWrite: true,
  author: 'ada',
  text: ' rename it ',
  file: 'shop.mjs',
  line: 3,
  ...over,
});

describe('what is new about a pull request', () => {
  it('is a remark on a line, a review that asks for changes, and what is said to Chimera', () => {
    const written = [
      remark(),
      remark({ id: 'request:2', kind: 'request', text: 'not like this' }),
      remark({ id: 'comment:3', kind: 'comment', text: '/chimera\nuse the other colour' }),
    ];
    expect(newsOf('open', written, [])?.remarks).toEqual([
      { id: 'line:1', author: 'ada', text: 'rename it', file: 'shop.mjs', line: 3 },
      { id: 'request:2', author: 'ada', text: 'not like this', file: 'shop.mjs', line: 3 },
      { id: 'comment:3', author: 'ada', text: 'use the other colour', file: 'shop.mjs', line: 3 },
    ]);
  });

  it.each([
    ['who may not write to the repository', remark({ mayWrite: false })],
    ['without a word', remark({ text: ' \n' })],
    ['that is said to others', remark({ kind: 'comment', text: 'nice, /chimera' })],
    ['that only begins alike', remark({ kind: 'comment', text: '/chimeras are animals' })],
    ['that says nothing to Chimera', remark({ kind: 'comment', text: '/chimera' })],
  ])('is no remark %s', (_, written) => {
    expect(newsOf('open', [written], [])).toBeUndefined();
  });

  it('is nothing that was answered, and of much the first fifty, each cut where it is long', () => {
    const many = Array.from({ length: 60 }, (_, index) => remark({ id: `line:${index}`, text: 'x'.repeat(5_000) }));
    const news = newsOf('open', many, ['line:0']);
    expect(news?.remarks.map(({ id }) => id)).toEqual(many.slice(1, 51).map(({ id }) => id));
    expect(news?.remarks[0]?.text).toBe(`${'x'.repeat(4_000)}…`);
    expect(
      newsOf(
        'open',
        many,
        many.map(({ id }) => id),
      ),
    ).toBeUndefined();
  });

  it.each(['merged', 'closed'] as const)('is that it is %s, whatever was said', (status) => {
    expect(newsOf(status, [], [])).toEqual({ status, remarks: [] });
  });

  it('never holds a word of somebody who may not write', () => {
    const kind = fc.constantFrom<WrittenRemark['kind']>('request', 'line', 'comment');
    const any = fc.record({ id: fc.string(), kind, mayWrite: fc.boolean(), author: fc.string(), text: fc.string() });
    fc.assert(
      fc.property(fc.array(any), (written) => {
        const allowed = new Set(written.filter(({ mayWrite }) => mayWrite).map(({ id, author }) => `${id} ${author}`));
        const heard = newsOf('open', written, [])?.remarks ?? [];
        return heard.every(({ id, author }) => allowed.has(`${id} ${author}`));
      }),
    );
  });
});
