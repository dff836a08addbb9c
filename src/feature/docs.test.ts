import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { notation, stepsOf } from './notation.testsuite.ts';
import { readFeature } from './read-feature.ts';

const DOCUMENT = readFileSync(new URL('../../docs/feature-language.md', import.meta.url), 'utf8');
const ROWS = DOCUMENT.split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, ...cells]) => cells.slice(0, -1));

/** The pieces of a cell that stand in backquotes. */
function codes(cell: string | undefined): readonly string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/gu)].map((found) => found[1] ?? '');
}

const READ = ROWS.filter((cells) => cells.length === 2).map(([written, steps]): [string, readonly string[]] => [
  codes(written)[0] ?? '',
  codes(steps),
]);
const REFUSED = ROWS.filter((cells) => cells.length === 3).map(([written, why, nearest]): [string, string, string] => [
  codes(written)[0] ?? '',
  why ?? '',
  codes(nearest)[0] ?? '',
]);

describe('docs/feature-language.md', () => {
  it('has examples of all that it explains', () => {
    expect(READ.length).toBeGreaterThan(40);
    expect(REFUSED.length).toBeGreaterThan(20);
  });

  it.each(READ)('says rightly how this is read: %s', (written, steps) => {
    expect(stepsOf(written)).toEqual(steps);
  });

  it.each(REFUSED)('says rightly why this is refused: %s', (written, reason, nearest) => {
    const reading = readFeature(`${written}\n\nI see "the end of this test"`);
    expect(reading).toMatchObject({ ok: false, refusals: [{ reason, nearest }] });
    expect(stepsOf(nearest).filter((step) => step.startsWith('refused'))).toEqual([]);
  });

  it('shows a Gherkin feature that is read', () => {
    const [, gherkin = ''] = /```gherkin\n(.*?)```/su.exec(DOCUMENT) ?? [];
    const reading = readFeature(gherkin);
    const scenarios = reading.ok ? reading.feature.scenarios : [];
    expect(scenarios.map(({ name }) => name)).toEqual(['Order Apples', 'Order Pears']);
    expect(scenarios[1]?.steps.map(notation)).toEqual([
      'open /',
      'fill field "Name" with "Anna"',
      'fill field "Fruit" with "Pears"',
      'fill field ~Comment~ with "Two lines,\\nplease."',
      'click any "Order"',
      'see item "Pears"',
      'see item "Total"',
    ]);
  });
});
