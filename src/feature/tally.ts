import { type Instruction, type Read, readInstruction } from './instruction.ts';
import type { Feature, Reading, Refusal, Scenario } from './step.ts';
import type { Token } from './token.ts';

/** The most steps of a feature, each counted as often as it is run: in every scenario and for every row of examples. */
const MOST_STEPS = 1_000;
const MOST_SCENARIOS = 200;
/** The most sentences and lines of a text in English: as many as steps, because each is tried for one. */
const MOST_SENTENCES = MOST_STEPS;
/** How many refusals are of use at a time. */
const MOST_REFUSALS = 20;
const MOST_DESCRIPTION_LINES = 200;
/** Gherkin's parser looks ahead over tags, in time that grows with their square. */
const MOST_TAG_LINES = 1_000;
/** The most characters that outlines come to with their placeholders filled. */
const MOST_FILLED = 256 * 1024;
/** How much of a sentence a refusal shows, in characters. */
const MOST_SHOWN = 500;

const NEAREST = 'I see "…"';

/**
 * What has come of a feature so far. Once it is over there is no use in reading on: the feature has more than can be
 * tested, or more faults than are told at a time. That bounds what any text costs.
 */
export class Tally {
  readonly #refusals = new Map<string, Refusal>();
  readonly #scenarios: Scenario[] = [];
  readonly #known = new Map<Instruction, readonly Read[]>();
  #steps = 0;
  #sentences = 0;
  #described = 0;
  #filled = 0;
  #over = false;

  get over(): boolean {
    return this.#over || this.#refusals.size > MOST_REFUSALS;
  }

  get refused(): boolean {
    return this.#refusals.size > 0;
  }

  get empty(): boolean {
    return this.#scenarios.length === 0 && !this.refused;
  }

  /** What an instruction says, sentence by sentence; one that many scenarios share is read once. */
  *read(instruction: Instruction): Generator<Read> {
    const known = this.#known.get(instruction);
    const reads: Read[] = [];
    for (const read of known ?? readInstruction(instruction)) {
      this.#count(Math.max(read.clauses.length, 1), read.clauses[0]?.line ?? read.refusals[0]?.line ?? 1);
      if (this.over) return;
      reads.push(read);
      yield read;
    }
    this.#known.set(instruction, known ?? reads);
  }

  /** Counts sentences, and lines that may each be one. */
  sentences(found: readonly (readonly Token[])[]): void {
    const [beyond] = found[MOST_SENTENCES - this.#sentences] ?? [];
    this.#sentences += found.length;
    if (beyond !== undefined) {
      this.#end(
        beyond.line,
        `this feature has more than ${MOST_SENTENCES} sentences and lines: make several tasks of it`,
      );
    }
  }

  /** Counts the lines of tags in a text that is yet to be parsed. */
  tagged(lines: readonly string[]): void {
    const tags = lines.filter((line) => line.trimStart().startsWith('@'));
    if (tags.length > MOST_TAG_LINES) {
      this.#end(
        1,
        `${tags.length} lines begin with @, and at most ${MOST_TAG_LINES} are read: leave tags out, no step needs them`,
      );
    }
  }

  /** Counts a line of a description, which may be a step that lost its keyword. */
  described(line: number): void {
    this.#described += 1;
    if (this.#described > MOST_DESCRIPTION_LINES) {
      this.#end(
        line,
        `the descriptions have more than ${MOST_DESCRIPTION_LINES} lines: make them shorter, or comments with #`,
      );
    }
  }

  /** Counts the characters of an outline's row. */
  filled(characters: number, line: number): void {
    this.#filled += characters;
    if (this.#filled > MOST_FILLED) {
      const kib = MOST_FILLED / 1024;
      this.#end(
        line,
        `with its examples filled in this feature has more than ${kib} KiB: take fewer rows or shorter cells`,
      );
    }
  }

  refuse(...refusals: readonly Refusal[]): void {
    for (const refusal of refusals) this.#refusals.set(`${refusal.line} ${refusal.sentence}`, refusal);
  }

  understood(scenario: Scenario, line: number): void {
    this.#scenarios.push(scenario);
    if (this.#scenarios.length > MOST_SCENARIOS) {
      const counted = 'each row of examples counted as one';
      this.#end(line, `this feature has more than ${MOST_SCENARIOS} scenarios, ${counted}: make several tasks of it`);
    }
  }

  /** What the feature came to; without a name it is called like its first scenario. */
  reading(name: string, form: Feature['form']): Reading {
    if (this.refused) return { ok: false, refusals: this.#told() };
    const scenarios = nameApart(this.#scenarios);
    return { ok: true, feature: { name: name === '' ? (scenarios[0]?.name ?? '') : name, form, scenarios } };
  }

  #count(count: number, line: number): void {
    this.#steps += count;
    if (this.#steps > MOST_STEPS) {
      const counted = 'each counted in every scenario and for every row of examples';
      this.#end(line, `this feature has more than ${MOST_STEPS} steps, ${counted}: make several tasks of it`);
    }
  }

  #end(line: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.refuse(ofWhole(line, reason));
  }

  #told(): readonly Refusal[] {
    const all = [...this.#refusals.values()];
    const told = all.slice(0, MOST_REFUSALS).map(shortened);
    if (all.length === told.length) return told;
    const reason = `there are more than these ${MOST_REFUSALS}; put them right first, and the others will be named`;
    return [...told, ofWhole(all[MOST_REFUSALS]?.line ?? 1, reason)];
  }
}

/** Refuses the feature as a whole: no sentence of it would be better put otherwise. */
function ofWhole(line: number, reason: string): Refusal {
  return { sentence: '', line, part: '', reason, nearest: '' };
}

function shortened({ sentence, line, part, reason, nearest }: Refusal): Refusal {
  return {
    sentence: short(sentence),
    line,
    part: short(part),
    reason: short(reason),
    nearest: nearest.length > MOST_SHOWN ? NEAREST : nearest,
  };
}

/** A text with its middle left out where it is too long to be looked through. */
function short(text: string): string {
  if (text.length <= MOST_SHOWN) return text;
  const half = MOST_SHOWN / 2;
  return `${text.slice(0, half).toWellFormed()} … ${text.slice(-half).toWellFormed()}`;
}

/** Gives scenarios of one name each their own, because a test is known by its name. */
function nameApart(scenarios: readonly Scenario[]): readonly Scenario[] {
  const taken = new Set<string>();
  const numbers = new Map<string, number>();
  return scenarios.map((scenario) => {
    let name = scenario.name;
    let number = numbers.get(name) ?? 1;
    while (taken.has(name)) name = `${scenario.name} (${(number += 1)})`;
    numbers.set(scenario.name, number);
    taken.add(name);
    return { ...scenario, name };
  });
}
