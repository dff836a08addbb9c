import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { filled, MOST_BYTES, PIECES, PLACES } from './hard-texts.testsuite.ts';
import { readFeature } from './read-feature.ts';

/** There are thousands of texts to read, and the processors may be busy with other suites. */
vi.setConfig({ testTimeout: 240_000 });

/** The longest that a text may take, in ms of this thread's processor: waiting for one is no fault of the reader. */
const LIMIT_MS = 300;

/** Below this, in ms, how the time grows cannot be told from what else the thread does. */
const TELLING_MS = 40;

function processorMs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

const fastest = (text: string, times: number): number =>
  Math.min(...Array.from({ length: times }, () => processorMs(() => readFeature(text))));

const shown = (piece: string): string => JSON.stringify(piece);

describe('64 KiB', () => {
  it.each(Object.entries(PLACES))('%s, of whatever piece, are read in under 300 ms and never thrown at', (_, place) => {
    const slow = PIECES.flatMap((piece) => {
      const text = filled(place, [piece]);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
      const ms = processorMs(() => readFeature(text));
      // Further looks where the first was interrupted: by a collection of garbage, by others on a busy host.
      const sure = ms < LIMIT_MS ? ms : fastest(text, 10);
      return sure < LIMIT_MS ? [] : [`${shown(piece)} took ${sure} ms`];
    });
    expect(slow).toEqual([]);
  });

  it.each(['alone', 'in what is seen', 'in a step of Gherkin', 'in an outline'])(
    '%s take not much more than twice the time of 32 KiB',
    (where) => {
      const place = PLACES[where] ?? ((filling) => filling);
      const growing = PIECES.flatMap((piece) => {
        const [half, whole] = [filled(place, [piece], MOST_BYTES / 2), filled(place, [piece])];
        if (processorMs(() => readFeature(whole)) < TELLING_MS) return [];
        const [short, long] = [fastest(half, 5), fastest(whole, 5)];
        return long < Math.max(3 * short, TELLING_MS) ? [] : [`${shown(piece)}: ${short} ms, then ${long} ms`];
      });
      expect(growing).toEqual([]);
    },
  );
});

describe('a mixture of anything', () => {
  const ends = ['. ', '\n', '\n\n', ', ', ' and ', '; ', ' ', '\n- ', '\nGiven ', '\n* ', '\n|', '|\n', '\n# '];
  const piece = fc.oneof(
    fc.constantFrom(...PIECES),
    fc.tuple(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom(...ends)).map((parts) => parts.join('')),
    fc
      .tuple(fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }), fc.constantFrom(...ends))
      .map(([pieces, end]) => pieces.map((each) => each.trim()).join(' ') + end),
  );

  it('is read in under 300 ms, to steps or to at most 20 refusals and a note that there are more', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(PLACES)),
        fc.array(piece, { minLength: 1, maxLength: 400 }),
        (place, pieces) => {
          const text = filled(place, pieces);
          const ms = processorMs(() => {
            const reading = readFeature(text);
            if (!reading.ok) expect(reading.refusals.length).toBeLessThanOrEqual(21);
          });
          expect(ms < LIMIT_MS ? 0 : fastest(text, 10)).toBeLessThan(LIMIT_MS);
        },
      ),
      { numRuns: 200 },
    );
  });
});
