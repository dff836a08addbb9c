import { settle } from './clause.ts';
import { holdsWithout } from './faithful.ts';
import { type Instruction, readInstruction } from './instruction.ts';
import type { Refusal, Scenario, Step } from './step.ts';
import { followTabs } from './tabs.ts';
import { render } from './token.ts';

/** An instruction in its place: `opens` says whether "I am on /cart" opens the page, where that is known. */
export interface Placed extends Instruction {
  readonly opens?: boolean;
}

/** A scenario that was read, or why it was refused. */
export type ScenarioReading =
  { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Reads a scenario; one that asserts nothing is refused. Without a name it is called by what it first expects. */
export function readScenario(name: string, instructions: readonly Placed[], line: number): ScenarioReading {
  const steps: Step[] = [];
  const refusals: Refusal[] = [];
  for (const instruction of instructions) {
    const read = readInstruction(instruction);
    refusals.push(...read.refusals);
    for (const clause of read.clauses) {
      const opens = clause.given || (instruction.opens ?? steps.length === 0);
      steps.push({ sentence: clause.sentence, line: clause.line, does: settle(clause.meaning, opens) });
    }
  }
  const asserting = steps.find((step) => step.does.type === 'assertion');
  if (refusals.length > 0) return { ok: false, refusals };
  if (asserting === undefined) return { ok: false, refusals: [assertsNothing(name, steps.at(-1), instructions, line)] };
  if (!steps.some(seesSomething)) return { ok: false, refusals: [seesNothing(asserting)] };
  return {
    ok: true,
    scenario: { name: name.trim() === '' ? asserting.sentence : name.trim(), steps: followTabs(steps) },
  };
}

/** Whether a step expects something to be there, which no empty page and no error page has. */
function seesSomething({ does }: Step): boolean {
  return does.type === 'assertion' && !holdsWithout(does.assertion);
}

/** An empty page, or one that tells of an error, lacks everything that is not to be there: that proves nothing alone. */
function seesNothing({ sentence, line }: Step): Refusal {
  const reason = 'all that is expected is that something is not there, as on an empty page; say first what is seen';
  return { sentence, line, part: sentence, reason, nearest: `I see "…". ${sentence}` };
}

function assertsNothing(name: string, last: Step | undefined, all: readonly Placed[], line: number): Refusal {
  const sentence = last?.sentence ?? (render(all.at(-1)?.tokens ?? []) || name);
  const reason = 'nothing is expected: a test without an assertion proves nothing; end with what is seen';
  return { sentence, line: last?.line ?? line, part: sentence, reason, nearest: 'I see "…"' };
}

/** Gives scenarios of one name each their own, because a test is known by its name. */
export function nameApart(scenarios: readonly Scenario[]): readonly Scenario[] {
  const taken = new Set<string>();
  return scenarios.map((scenario) => {
    let name = scenario.name;
    for (let number = 2; taken.has(name); number += 1) name = `${scenario.name} (${number})`;
    taken.add(name);
    return { ...scenario, name };
  });
}
