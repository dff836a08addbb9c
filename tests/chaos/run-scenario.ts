import { TASK_WORKFLOW } from '../../src/workflows/task/contract.ts';
import { type Accounts, takeAccounts } from './checks/accounts.ts';
import { findBlocks } from './checks/blocks.ts';
import { findRepetitions } from './checks/effects.ts';
import { findLeftovers } from './checks/leftovers.ts';
import { watchPool } from './checks/pool-watch.ts';
import { settled } from './checks/settled.ts';
import { type Ground, prepareGround } from './ground/ground.ts';
import { seededRandom } from './random.ts';
import { isHeld, type Row } from './row.ts';
import type { Form, Scenario } from './scenario.ts';

/** How long tasks may come no further before they count as lost: longer than any wait of a scenario. */
const STANDSTILL_MS = 300_000;

/** Plays a scenario on a ground of its own, and checks from outside what holds afterwards. */
export async function runScenario(
  scenario: Scenario,
  form: Form,
  seed: number,
  say: (line: string) => void,
): Promise<Row> {
  const begun = performance.now();
  const ground = await prepareGround({ seed, ...scenario.ground(form) });
  const endWatch = watchPool(ground);
  let broken = true;
  try {
    const findings = await scenario.run({ ground, form, random: seededRandom(seed), say });
    await untilAtRest(ground);
    const accounts = await takeAccounts(ground, findings.accepted);
    const watched = await endWatch();
    const { repeated, inVain, broken: effects } = await findRepetitions(ground, accounts);
    const leftovers = await findLeftovers(ground, parkedOf(accounts));
    const { blocks, ...found } = await findBlocks(ground, form);
    const crashes = [ground.apiProcess, ...ground.workers].filter((service) => service.crashes() > 0);
    const row: Row = {
      scenario: scenario.name,
      form,
      seed,
      faults: findings.faults,
      tasks: accounts.accepted,
      statuses: accounts.counts,
      lost: accounts.lost.length,
      repeated,
      recovery_ms: findings.recovery.map(Math.round),
      broken: [
        ...findings.broken,
        ...tooFewCompleted(scenario, accounts),
        ...watched,
        ...accounts.broken,
        ...effects,
        ...(scenario.wakesLate === true ? [] : inVain),
        ...leftovers,
        ...found.broken,
      ],
      late: [...(findings.late ?? []), ...found.late],
      blocks,
      notes: [
        ...findings.notes,
        ...(scenario.wakesLate === true && inVain.length > 0 ? [`${inVain.length} calls made in vain`] : []),
        ...crashes.map((service) => `${service.name} ended ${service.crashes()} times by itself and was started again`),
      ],
      seconds: Math.round((performance.now() - begun) / 1_000),
    };
    broken = !isHeld(row);
    return row;
  } finally {
    await endWatch();
    if (broken) say(`What happened is kept in ${ground.directory}`);
    await ground.close(broken);
  }
}

function parkedOf({ outcomes }: Accounts): readonly string[] {
  return [...outcomes].flatMap(([id, { status }]) => (status === 'dead_lettered' ? [id] : []));
}

function tooFewCompleted({ leastCompleted }: Scenario, { accepted, counts }: Accounts): string[] {
  const completed = counts.completed ?? 0;
  if (completed >= leastCompleted * accepted) return [];
  return [`${completed} of ${accepted} tasks are completed: ${JSON.stringify(counts)}`];
}

/** Waits until no task works or waits any more, but for those that are parked; what comes no further counts as lost. */
async function untilAtRest({ client }: Ground): Promise<void> {
  const query = `WorkflowType = '${TASK_WORKFLOW}' AND ExecutionStatus = 'Running' AND ChimeraStatus != 'dead_lettered'`;
  await settled(async () => (await client.workflow.count(query)).count, STANDSTILL_MS);
}
