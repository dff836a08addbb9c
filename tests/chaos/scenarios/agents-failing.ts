import type { JournalEntry } from '../ground/journal.ts';
import type { Scenario } from '../scenario.ts';
import { untilOver } from './progress.ts';

const TASKS = { full: 500, short: 20 } as const;
const RATE = 0.3;
const LEAST_RECOVERED = 0.95;
const LIMIT_MS = { full: 90 * 60_000, short: 5 * 60_000 };

/** Three calls of ten fail in ways that may pass: an error that says so, a crash, a signal. */
export const agentsFailing: Scenario = {
  name: 'agents failing 30 % of their calls',
  passes: 'of the phases that met a failure, 95 % end well by retry alone',
  leastCompleted: 0,
  ground: () => ({ workers: 2, size: 8, agents: { failing: { rate: RATE, actions: [] } } }),
  async run({ ground, form, say }) {
    const accepted = await ground.api.submit(TASKS[form], 'failing');
    await untilOver(ground, accepted, LIMIT_MS[form]);
    const journal = await ground.journal();
    const failures = journal.filter(({ what }) => what === 'failed');
    const { met, recovered } = recoveredPhases(journal);
    const share = recovered.size / met.size;
    const ended = failures.filter(({ key }) => recovered.has(key)).length;
    const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
    say(`${failures.length} failures`);
    return {
      faults: failures.length,
      accepted,
      recovery: [],
      broken: share < LEAST_RECOVERED ? [`only ${percent(share)} of the phases that met a failure ended well`] : [],
      notes: [
        `${percent(share)} of ${met.size} phases that met a failure ended well by retry alone; they hold ${percent(ended / failures.length)} of the failures`,
      ],
    };
  },
};

/** The keys under which a call failed, and those of them under which a later call did its work. */
function recoveredPhases(journal: readonly JournalEntry[]): {
  met: ReadonlySet<string>;
  recovered: ReadonlySet<string>;
} {
  const met = new Set(journal.filter(({ what }) => what === 'failed').map(({ key }) => key));
  const done = new Set(journal.filter(({ what }) => what === 'end').map(({ key }) => key));
  return { met, recovered: new Set([...met].filter((key) => done.has(key))) };
}
