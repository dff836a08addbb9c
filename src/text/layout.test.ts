import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from './layout.ts';

const GAP = 2;
const row = (...widths: readonly number[]): readonly string[] => widths.map((width) => 'x'.repeat(width));

describe('the columns of a table', () => {
  it('are as wide as what is in them where there is room', () => {
    const { shown } = layOut({ columns: [{}, {}], rows: [row(3, 5), row(7, 2)], width: 80, gap: GAP, last: 'cut' });
    expect(shown).toEqual([
      { index: 0, width: 7 },
      { index: 1, width: 5 },
    ]);
  });

  it('are left out in their order where there is none', () => {
    const columns = [{}, { leave: 2 }, { leave: 1 }, {}];
    const wide = (width: number) => layOut({ columns, rows: [row(20, 20, 20, 10)], width, gap: GAP, last: 'cut' });
    expect(wide(80).shown.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(wide(60).shown.map(({ index }) => index)).toEqual([0, 1, 3]);
    expect(wide(40).shown.map(({ index }) => index)).toEqual([0, 3]);
  });

  it('cut names before any is left out', () => {
    const columns = [{ cut: 'name' as const }, { leave: 1 }, {}];
    const { shown } = layOut({ columns, rows: [row(60, 10, 10)], width: 60, gap: GAP, last: 'cut' });
    expect(shown).toEqual([
      { index: 0, width: 36 },
      { index: 1, width: 10 },
      { index: 2, width: 10 },
    ]);
  });

  it('put a long last one below its row rather than into a narrow strip, or one in which a word would be broken', () => {
    const words = 'word '.repeat(60);
    const draft = { columns: [{}, {}], gap: GAP, last: 'wrap' as const };
    expect(layOut({ ...draft, rows: [['x'.repeat(30), words]], width: 80 }).below).toBe(false);
    expect(layOut({ ...draft, rows: [row(30, 60)], width: 80 }).below).toBe(true);
    expect(layOut({ ...draft, rows: [['x'.repeat(60), words]], width: 80 })).toEqual({
      shown: [{ index: 0, width: 60 }],
      below: true,
    });
  });

  it('are none of a table without any', () => {
    expect(layOut({ columns: [], rows: [], width: 80, gap: GAP, last: 'cut' })).toEqual({ shown: [], below: false });
  });

  it('have room, whatever is in them', () => {
    const column = fc.record(
      { cut: fc.constantFrom('name' as const, 'end' as const), leave: fc.integer({ min: 1, max: 5 }) },
      { requiredKeys: [] },
    );
    const draft = fc.array(column, { minLength: 1, maxLength: 6 }).chain((columns) =>
      fc.record({
        columns: fc.constant(columns),
        rows: fc.array(
          fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), {
            minLength: columns.length,
            maxLength: columns.length,
          }),
        ),
        width: fc.integer({ min: 40, max: 120 }),
        last: fc.constantFrom('cut' as const, 'wrap' as const),
      }),
    );
    fc.assert(
      fc.property(draft, (given) => {
        const { shown } = layOut({ ...given, gap: GAP });
        const taken = shown.reduce((sum, { width }) => sum + width + GAP, -GAP);
        expect(taken).toBeLessThanOrEqual(given.width);
      }),
    );
  });
});
