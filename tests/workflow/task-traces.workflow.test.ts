import { ApplicationFailure } from '@temporalio/activity';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../src/workflows/task/contract.ts';
import type { WatchedTask } from '../support/watched-tasks.ts';
import { ended, PATIENT, type PoolTrial, type PoolTrials, startPoolTrials } from '../support/pool-trials.ts';
import { GOOD, type Scripts } from '../support/scripted-phases.ts';
import { HOST_ALIVE } from '../support/scripted-workers.ts';

let trials: PoolTrials;
let trial: PoolTrial;

beforeAll(async () => {
  trials = await startPoolTrials();
});
afterAll(() => trials.stop());
afterEach(() => trial.end());

/** What a task has left in its history: activities by their names, and the phases in its search attributes, in order. */
async function traces({ handle }: WatchedTask) {
  const { events } = await handle.fetchHistory();
  const activities = (events ?? []).map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
  const phases = (events ?? []).map((event) => {
    const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
    const payload = fields?.[SEARCH_ATTRIBUTES.phase];
    return payload === undefined ? undefined : String(defaultPayloadConverter.fromPayload(payload));
  });
  return {
    activities: activities.filter((name) => name !== undefined),
    phases: phases.filter((phase) => phase !== undefined),
  };
}

const PHASE_ACTIVITIES = ['generateTest', 'implementFeature', 'reviewChange', 'deployToStaging', 'validateOnStaging'];

/** The coder is busy when it is first asked, and asked again half a minute later. */
const SLOW_CODER: Scripts = {
  CODE_IMPLEMENTATION: (_, call) => {
    if (call > 1) return GOOD.CODE_IMPLEMENTATION;
    throw ApplicationFailure.create({ type: 'TransientAgentError', message: 'busy', nextRetryDelay: '30s' });
  },
};

describe('a task of a pool', () => {
  it('that is done in a moment leaves its five phases, its end, and nothing else', async () => {
    trial = trials.trial();
    const member = await trial.start({});
    await ended(member);
    expect(await traces(member)).toEqual({ activities: PHASE_ACTIVITIES, phases: ['COMPLETE'] });
    await expect.poll(() => trial.pool.leases(), PATIENT).toEqual([]);
  });

  it('shows a phase that lasts, 5 s late at most', async () => {
    trial = trials.trial();
    const member = await trial.start(SLOW_CODER);
    await expect.poll(async () => (await member.state()).phase, PATIENT).toBe('CODE_IMPLEMENTATION');
    await trials.env.sleep('6s');
    await expect.poll(async () => (await traces(member)).phases, PATIENT).toEqual(['CODE_IMPLEMENTATION']);
    await trials.env.sleep('30s');
    await ended(member);
    // The review began long after the last change, so it shows at once.
    expect((await traces(member)).phases).toEqual(['CODE_IMPLEMENTATION', 'GUARDIAN_REVIEW', 'COMPLETE']);
  });

  it('is closed on the host of its deployment when that is another one', async () => {
    trial = trials.trial();
    const { output, ...deployed } = GOOD.STAGING_DEPLOYMENT as Extract<
      typeof GOOD.STAGING_DEPLOYMENT,
      { phase: 'STAGING_DEPLOYMENT' }
    >;
    const there = { ...deployed, output: { ...output, host_task_queue: HOST_ALIVE } };
    const member = await trial.start({ STAGING_DEPLOYMENT: () => there });
    await ended(member);
    expect((await traces(member)).activities).toEqual([...PHASE_ACTIVITIES, 'closeTask']);
    await expect.poll(() => trial.pool.leases(), PATIENT).toEqual([]);
  });
});
