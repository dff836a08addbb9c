import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { stepsOf } from './notation.testsuite.ts';
import { readFeature } from './read-feature.ts';

/** Properties take many runs, and the processors may be busy with other suites. */
vi.setConfig({ testTimeout: 60_000 });

const SENTENCES = [
  'Open /cart',
  'Click "Save"',
  'I enter "Anna" into Name and "x" into Note',
  'In the row Anna, click the last Delete button',
  'the user sees "A" but not "B"',
  'The Save button is visible and enabled',
  'There are at least 2 items in the list Cart',
  'Press Enter',
];

/** Any text that double quotes can hold: no double quote, and no blank line, which ends a paragraph. */
const value = fc.string({ unit: 'grapheme' }).filter((text) => !/["\r\n]/u.test(text));

/** Words of the language, quotes and marks in any order: nearly sentences, and often whole ones. */
const words =
  'the I user click see not enter into field "A" Name , and then . ? ! : \' " “ in row Anna 3 items is disabled /cart or if ' +
  'button first press Ctrl+A # | """ * - Feature: Scenario: Given Then <x> Examples: \n \t';
const nearlyText = fc.array(fc.constantFrom(...words.split(' ')), { maxLength: 25 }).map((chosen) => chosen.join(' '));

describe('any text', () => {
  it('is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 300 }), nearlyText),
        (text) => {
          const reading = readFeature(text);
          if (reading.ok) {
            for (const { steps } of reading.feature.scenarios) {
              expect(steps.some(({ does }) => does.type === 'assertion')).toBe(true);
            }
          } else expect(reading.refusals.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is refused with a nearest form that works', () => {
    fc.assert(
      fc.property(nearlyText, (text) => {
        const reading = readFeature(text);
        for (const refusal of reading.ok ? [] : reading.refusals) {
          expect(refusal.line).toBeGreaterThan(0);
          expect(stepsOf(refusal.nearest).filter((step) => step.startsWith('refused'))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes time in proportion, however long it is', () => {
    const long = `${'click the Save button and '.repeat(2000)}\n${'Click Save.\nfoo\n'.repeat(300)}`;
    expect(readFeature(long).ok).toBe(false);
    for (const words of ['in the row ', 'is in ', 'with to value in is ', 'A and ', 'the list of ']) {
      expect(readFeature(`enter ${words.repeat(200)}`).ok).toBe(false);
      expect(readFeature(`enter ${words.repeat(14)}`).ok).toBe(false);
    }
  });
});

describe('what stands in quotes', () => {
  it('survives as it is, in English', () => {
    fc.assert(
      fc.property(value, (text) => {
        expect(stepsOf(`Go to /a, enter "${text}" into Name, then click Save.`)).toEqual([
          'open /a',
          `fill field ~Name~ with ${JSON.stringify(text)}`,
          'click any ~Save~',
        ]);
      }),
    );
  });

  it('survives as it is, from an example cell', () => {
    const cell = value.filter((text) => text.trim() === text && !/[|\\<>]/u.test(text));
    fc.assert(
      fc.property(cell, (text) => {
        const outline = `Scenario Outline: S\nGiven I enter <v> into Name\nThen I see "(<v>)"\nExamples:\n| v |\n| ${text} |`;
        const reading = readFeature(outline);
        expect(reading.ok && reading.feature.scenarios[0]?.steps.map(({ does }) => does)).toMatchObject([
          { interaction: { kind: 'fill', value: text } },
          { assertion: { kind: 'see', target: { name: { value: `(${text})`, exact: true } } } },
        ]);
      }),
    );
  });
});

describe('the order of sentences', () => {
  it('is the order of steps', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(SENTENCES, { minLength: 1 }),
        fc.constantFrom('. ', '\n', '; ', '!\n\n- '),
        (chosen, end) => {
          expect(stepsOf(chosen.join(end))).toEqual(chosen.flatMap(stepsOf));
        },
      ),
    );
  });
});
