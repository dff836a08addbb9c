import { settle } from './clause.ts';
import { holdsWithout } from './faithful.ts';
import type { Instruction } from './instruction.ts';
import type { Refusal, Step } from './step.ts';
import { followTabs } from './tabs.ts';
import type { Tally } from './tally.ts';
import { render } from './token.ts';

/** An instruction in its place: `opens` says whether "I am on /cart" opens the page, where that is known. */
export interface Placed extends Instruction {
  readonly opens?: boolean;
}

/** Reads a scenario; one that asserts nothing is refused. Without a name it is called by what it first expects. */
export function readScenario(name: string, instructions: readonly Placed[], line: number, tally: Tally): void {
  const steps: Step[] = [];
  let refused = false;
  for (const instruction of instructions) {
    for (const { clauses, refusals } of tally.read(instruction)) {
      refused ||= refusals.length > 0;
      tally.refuse(...refusals);
      for (const clause of clauses) {
        const opens = clause.given || (instruction.opens ?? steps.length === 0);
        steps.push({ sentence: clause.sentence, line: clause.line, does: settle(clause.meaning, opens) });
      }
    }
    if (tally.over) return;
  }
  if (refused) return;
  const asserting = steps.find((step) => step.does.type === 'assertion');
  if (asserting === undefined) tally.refuse(assertsNothing(name, steps.at(-1), instructions, line));
  else if (!steps.some(seesSomething)) tally.refuse(seesNothing(asserting));
  else {
    const title = name.trim() === '' ? asserting.sentence : name.trim();
    tally.understood({ name: title, steps: followTabs(steps) }, line);
  }
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
