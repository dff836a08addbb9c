import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTimedThread, type TimedThread } from '../../tests/support/threads/timed-thread.ts';
import { filled, MOST_BYTES, PIECES, PLACES } from './hard-texts.testsuite.ts';
import type { readFeature } from './read-feature.ts';

/** There are thousands of texts to read, and the processors may be busy with other suites. */
vi.setConfig({ testTimeout: 240_000 });

/** The longest that a text may take, in ms of the reading thread's processor. */
const LIMIT_MS = 300;

/** Below this, in ms, how the time grows cannot be told from what else the thread does. */
const TELLING_MS = 40;

let reader: TimedThread<[string], ReturnType<typeof readFeature>>;
beforeAll(() => {
  reader = startTimedThread({ module: new URL('./read-feature.ts', import.meta.url).href, name: 'readFeature' });
});
afterAll(() => reader.end());

/** Looks further where the first reading was interrupted: by a collection of garbage, by others on a busy host. */
async function sureMs(text: string, first: number): Promise<number> {
  return first < LIMIT_MS ? first : (await reader.time([text], 10)).ms;
}

/** What the first reading took of a place filled with a piece: two tests ask, and one reading answers both. */
const firstReadings = new Map<string, number>();

async function firstMs(where: string, piece: string): Promise<number> {
  const name = `${where}: ${piece}`;
  const ms = firstReadings.get(name) ?? (await reader.time([filled(placeNamed(where), [piece])])).ms;
  firstReadings.set(name, ms);
  return ms;
}

function placeNamed(where: string): (filling: string) => string {
  const place = PLACES[where];
  if (place === undefined) throw new Error(`There is no place ${where}.`);
  return place;
}

const shown = (piece: string): string => JSON.stringify(piece);

describe('64 KiB', () => {
  it.each(Object.keys(PLACES))('%s, of whatever piece, are read in under 300 ms and never thrown at', async (where) => {
    const slow: string[] = [];
    for (const piece of PIECES) {
      const text = filled(placeNamed(where), [piece]);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
      const ms = await sureMs(text, await firstMs(where, piece));
      if (ms >= LIMIT_MS) slow.push(`${shown(piece)} took ${ms} ms`);
    }
    expect(slow).toEqual([]);
  });

  it.each(['alone', 'in what is seen', 'in a step of Gherkin', 'in an outline'])(
    '%s take not much more than twice the time of 32 KiB',
    async (where) => {
      const place = placeNamed(where);
      const growing: string[] = [];
      for (const piece of PIECES) {
        const first = await firstMs(where, piece);
        if (first < TELLING_MS) continue;
        const [half, whole] = [filled(place, [piece], MOST_BYTES / 2), filled(place, [piece])];
        // An interruption makes a reading longer, never shorter: the half is read three times, so that none hides a growth,
        // and only what seems to grow is read more often.
        if (first < 3 * (await reader.time([half], 3)).ms) continue;
        const [{ ms: short }, { ms: long }] = [await reader.time([half], 5), await reader.time([whole], 5)];
        if (long >= Math.max(3 * short, TELLING_MS)) growing.push(`${shown(piece)}: ${short} ms, then ${long} ms`);
      }
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

  it('is read in under 300 ms, to steps or to at most 20 refusals and a note that there are more', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(PLACES)),
        fc.array(piece, { minLength: 1, maxLength: 400 }),
        async (place, pieces) => {
          const text = filled(place, pieces);
          const { value: reading, ms } = await reader.time([text]);
          expect(reading.ok ? 0 : reading.refusals.length).toBeLessThanOrEqual(21);
          expect(await sureMs(text, ms)).toBeLessThan(LIMIT_MS);
        },
      ),
      { numRuns: 200 },
    );
  });
});
