import { describe, expect, it } from 'vitest';
import { readFeature } from './read-feature.ts';
import type { Refusal } from './step.ts';

function refusalsOf(text: string): readonly Refusal[] {
  const reading = readFeature(text);
  return reading.ok ? [] : reading.refusals;
}

const lines = (count: number, line: (number: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index + 1)).join('\n');

const scenarios = (count: number): string => lines(count, (n) => `Scenario: ${n}\nThen I see "${n}"`);

const outline = (step: string, rows: readonly string[]): string =>
  `Scenario Outline: S\n${step}\nThen I see "x"\nExamples:\n| a |\n${rows.map((row) => `| ${row} |`).join('\n')}`;

/** The whole text is refused, not a sentence of it: nothing of it is named, and nothing proposed. */
function expectWhole(text: string, line: number, reason: RegExp): void {
  const [refusal, ...others] = refusalsOf(text);
  expect(others).toEqual([]);
  expect(refusal).toMatchObject({ sentence: '', line, part: '', nearest: '' });
  expect(refusal?.reason).toMatch(reason);
}

describe('a feature of more than can be tested', () => {
  it('is read up to 1000 sentences, and refused with the line where the next one stands', () => {
    const english = (count: number) => lines(count, (n) => `I see "${n}".\n`);
    expect(refusalsOf(english(1_000))).toEqual([]);
    expectWhole(english(1_001), 2_001, /more than 1000 sentences and lines: make several tasks of it/);
    expect(refusalsOf(`Scenario: S\n${lines(1_000, (n) => `* I see "${n}"`)}`)).toEqual([]);
    expectWhole(`Scenario: S\n${lines(1_001, (n) => `* I see "${n}"`)}`, 1_002, /more than 1000 steps/);
    expectWhole(`Scenario: S\nGiven ${'I open /. '.repeat(1_001)}`, 2, /more than 1000 steps/);
  });

  it('counts a row of a table as a step', () => {
    const form = (count: number) => `I fill in the form:\n${lines(count, (n) => `| F${n} | x |`)}\nI see "x"`;
    expect(refusalsOf(form(900))).toEqual([]);
    expectWhole(form(1_001), 2, /more than 1000 steps/);
    expectWhole(`I see the following items:\n${lines(1_001, (n) => `| ${n} |`)}`, 1_002, /more than 1000 steps/);
  });

  it('counts a background in every scenario, and a step for every row of examples', () => {
    const background = `Feature: F\nBackground:\n${lines(10, () => 'Given I open /')}\n${scenarios(100)}`;
    expectWhole(background, 194, /counted in every scenario and for every row of examples/);
    const rows = Array.from({ length: 199 }, (_, index) => String(index));
    expect(
      refusalsOf(
        outline(
          lines(4, () => 'Given I open /<a>'),
          rows,
        ),
      ),
    ).toEqual([]);
    expectWhole(
      outline(
        lines(5, () => 'Given I open /<a>'),
        rows,
      ),
      6,
      /more than 1000 steps/,
    );
  });

  it('has up to 200 scenarios, each row of examples being one', () => {
    expect(refusalsOf(scenarios(200))).toEqual([]);
    expectWhole(scenarios(201), 401, /more than 200 scenarios.*make several tasks of it/);
    expectWhole(
      lines(201, (n) => `# T${n}\nI see "x"`),
      401,
      /more than 200 scenarios/,
    );
    expectWhole(
      outline(
        'Given I open /<a>',
        Array.from({ length: 201 }, () => 'x'),
      ),
      1,
      /more than 200 scenarios/,
    );
  });

  it('comes to up to 256 KiB with its examples filled in, told before a row is filled', () => {
    const cell = 'x'.repeat(30_000);
    const step = `Given I enter "${'<a>'.repeat(5_000)}" into Name`;
    expectWhole(outline(step, [cell]), 1, /more than 256 KiB: take fewer rows or shorter cells/);
    const wide = `Given I enter "${'x'.repeat(20_000)}<a>" into Name`;
    expectWhole(outline(wide, Array.from({ length: 40 }, String)), 1, /more than 256 KiB/);
    expect(refusalsOf(outline(wide, Array.from({ length: 10 }, String)))).toEqual([]);
  });

  it('has up to 200 lines of description and 1000 lines of tags', () => {
    const described = (count: number) => `Feature: F\n${lines(count, (n) => `about ${n}`)}\n${scenarios(1)}`;
    expect(refusalsOf(described(200))).toEqual([]);
    expectWhole(described(201), 202, /more than 200 lines: make them shorter, or comments with #/);
    const tagged = (count: number) => `Feature: F\n${lines(count, (n) => `@t${n}`)}\n${scenarios(1)}`;
    expect(refusalsOf(tagged(1_000))).toEqual([]);
    expectWhole(tagged(1_001), 1, /^1001 lines begin with @, and at most 1000 are read/);
  });
});

describe('a text with many faults', () => {
  it('names the first 20, and says that there are more', () => {
    for (const text of [lines(100, (n) => `foo ${n}.`), `Scenario: S\n${lines(100, (n) => `* foo ${n}`)}`]) {
      const refusals = refusalsOf(text);
      expect(refusals).toHaveLength(21);
      expect(refusals.slice(0, 20).every(({ sentence }) => sentence.includes('foo'))).toBe(true);
      expect(refusals.at(-1)).toMatchObject({ sentence: '', part: '', nearest: '' });
      expect(refusals.at(-1)?.reason).toBe(
        'there are more than these 20; put them right first, and the others will be named',
      );
    }
    expect(refusalsOf(lines(20, (n) => `foo ${n}.`))).toHaveLength(20);
  });

  it('names a step once that many scenarios share', () => {
    expect(refusalsOf(`Feature: F\nBackground:\nGiven foo\n${scenarios(60)}`)).toMatchObject([{ line: 3 }]);
    expect(refusalsOf(outline('Given foo', Array.from({ length: 60 }, String)))).toMatchObject([{ line: 2 }]);
  });

  it('shows no more of a sentence than can be looked through, from its beginning to its end', () => {
    const [refusal] = refusalsOf(`foo ${'bar '.repeat(5_000)}last`);
    expect(refusal?.sentence).toMatch(/^foo bar .* … .* bar last$/);
    for (const text of [refusal?.sentence, refusal?.part, refusal?.reason, refusal?.nearest]) {
      expect(text?.length).toBeLessThanOrEqual(503);
    }
  });
});

describe('a sentence of more than one has', () => {
  it('is refused with how many words it has, and how many it may have', () => {
    const [refusal] = refusalsOf(`I see ${'word '.repeat(500)}`);
    expect(refusal?.reason).toBe(
      'this sentence is too long: it has 502 words and marks, and at most 60 are read; make several of it',
    );
    expect(refusalsOf('('.repeat(60_000))[0]?.reason).toContain('60000 words and marks');
  });

  it('is refused with in how many ways it can be taken apart', () => {
    const [refusal] = refusalsOf(`I see the value ${'is in the list '.repeat(8)}`);
    expect(refusal?.reason).toMatch(/can be taken apart in \d+ ways, and is read in at most \d+/);
  });

  it('is refused with how many words a name may have', () => {
    const [refusal] = refusalsOf('click One Two Three Four Five Six Seven');
    expect(refusal?.reason).toBe('a name of 7 words needs quotes; without them it has 6 at most');
  });

  it('is refused with how many parts of the page may be in one another', () => {
    const [refusal] = refusalsOf(`I see "A" ${'in the list "B" '.repeat(5)}`);
    expect(refusal?.reason).toContain('more than 4 parts of the page in one another');
  });
});

describe('examples', () => {
  it('keep characters for private use that the text has itself', () => {
    const [own, other] = ['\ue000', '\u{f0000}'];
    const reading = readFeature(outline(`Then I see "${own}${other}<a>"\nAnd I see "${own}"`, ['x y']));
    expect(reading.ok && reading.feature.scenarios[0]?.steps.map(({ does }) => does)).toMatchObject([
      { assertion: { target: { name: { value: `${own}${other}x y` } } } },
      { assertion: { target: { name: { value: own } } } },
      {},
    ]);
  });
});
