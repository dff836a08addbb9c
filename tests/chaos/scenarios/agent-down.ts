import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import type { Ground } from '../ground/ground.ts';
import { takeDown } from '../ground/outage.ts';
import type { Scenario } from '../scenario.ts';
import { breakerOf } from './breaker-of.ts';
import { untilOver } from './progress.ts';

const SIZES = {
  full: { down_ms: 180_000, open_seconds: 60, tasks: 40 },
  // Long enough that a task which waits gives its lease back.
  short: { down_ms: 30_000, open_seconds: 12, tasks: 6 },
} as const;
const LIMIT_MS = 600_000;
const OPENS_WITHIN_MS = 120_000;
/** The others' tasks take much less, unless they wait for the agent that is away. */
const FLOW_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 250;

/** One project's coder is away for a while; another project's is not. */
export const agentDown: Scenario = {
  name: 'agent down behind its breaker',
  passes: 'its breaker opens, other agents’ tasks flow, all complete after recovery',
  leastCompleted: 1,
  ground: (form) => ({
    workers: 2,
    size: 4,
    projects: ['trial', 'other'],
    configuration: { breaker: { open_seconds: SIZES[form].open_seconds } },
  }),
  async run({ ground, form, say }) {
    const { down_ms, tasks } = SIZES[form];
    const bringBack = await takeDown(ground, 'trial', 'implement_feature');
    const waiting = await ground.api.submit(tasks, 'down');
    const until = performance.now() + down_ms;
    const opened = await eventually('the breaker opens', () => isOpen(ground), OPENS_WITHIN_MS).catch(() => false);
    say(opened ? 'the breaker is open' : 'the breaker did not open');
    const others = await ground.api.submit(tasks, 'beside', 'other');
    const flowed = await untilOver(ground, others, FLOW_WITHIN_MS).then(
      () => true,
      () => false,
    );
    while (performance.now() < until) await delay(LOOK_EVERY_MS);
    await bringBack();
    const at = Date.now();
    await untilOver(ground, waiting, LIMIT_MS);
    const first = (await ground.journal()).find(
      (entry) => entry.what === 'end' && entry.action === 'implement_feature' && waiting.includes(entry.task),
    );
    return {
      faults: 1,
      accepted: [...waiting, ...others],
      recovery: first === undefined ? [] : [first.at - at],
      broken: [
        ...(opened ? [] : ['the breaker did not open']),
        ...(flowed ? [] : ['the other project’s tasks did not flow while the agent was away']),
      ],
      notes: [`${await failedCalls(ground)} calls failed while the agent was down`],
    };
  },
};

async function isOpen(ground: Ground): Promise<true | undefined> {
  return (await breakerOf(ground, 'coder-agent@trial'))?.state === 'OPEN' ? true : undefined;
}

async function failedCalls(ground: Ground): Promise<number> {
  return (await ground.journal()).filter(({ what }) => what === 'failed').length;
}
