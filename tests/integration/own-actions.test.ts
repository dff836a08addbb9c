import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OwnActionView } from '../../src/contract/own-action.ts';
import { eventually } from '../support/eventually.ts';
import type { Scripts } from '../support/scripted-phases.ts';
import { type HealthApi, type HealthSite, startHealthSite } from './health.site.ts';

const AGENT = 'coder-agent@shop';

let site: HealthSite;
let api: HealthApi;

beforeAll(async () => {
  site = await startHealthSite();
  api = await site.startApi();
});
afterAll(() => site.stop());

/** A task that fails at once. */
const HOPELESS: Scripts = {
  E2E_TEST_GENERATION: () => {
    throw ApplicationFailure.nonRetryable('no such program', 'TerminalAgentError', { attempts: 1 });
  },
};

/** Has tasks fail, one after the other, until something is done about it. */
function failUntil(kind: OwnActionView['kind'], alongside: () => Promise<void> = () => Promise.resolve()) {
  return eventually(`${kind} is in force`, async () => {
    const remedies = await api.remedies();
    const found = remedies.find((remedy) => remedy.kind === kind && remedy.status === 'in_force');
    if (found !== undefined) return found;
    if ((await api.pool()).queue.length === 0) await api.submit(randomUUID(), HOPELESS);
    await alongside();
    return undefined;
  });
}

/** An API asks the pool once a second at most. */
const intake = async () => (await api.pool()).intake;

it('the pool of tasks that fail without an agent’s doing is paused, and resumed when an operator takes that back', async () => {
  const { id, ...paused } = await failUntil('pause_intake');
  expect(paused).toMatchObject({ pool: 'default', effect: 'pool default starts nothing until it is resumed' });
  expect(paused.cause).toMatch(/^(\d+) of \1 tasks of pool default failed$/);
  await expect.poll(intake).toBe('paused');

  const { status, body } = await api.revert(id);
  expect([status, body.status, body.ended_by]).toEqual([200, 'over', 'operator']);
  await expect.poll(intake).toBe('open');
});

it('the breaker of the agent by which tasks fail is tripped, and reset when an operator takes that back', async () => {
  const { id, cause, effect } = await failUntil('trip_breaker', () =>
    site.recordCall({
      ...{ id: randomUUID(), agent: AGENT, task_id: 'chimera-000000000001', project: 'shop' },
      ...{ phase: 'CODE_IMPLEMENTATION', round: 1, duration_ms: 5, outcome: 'terminal' },
      ended_at: new Date().toISOString(),
    }),
  );
  expect(effect).toBe(`the breaker of ${AGENT} was tripped: no call is made until it is reset`);
  expect(cause).toMatch(/^(\d+) of \1 tasks of pool default failed, and (\d+) of \2 calls of coder-agent@shop$/);
  const breaker = async () => (await api.agent(AGENT))?.breaker;
  expect(await breaker()).toMatchObject({ state: 'OPEN', tripped: true });

  const { body } = await api.revert(id);
  expect(body).toMatchObject({ id, status: 'over', ended_by: 'operator' });
  expect(await breaker()).toMatchObject({ state: 'CLOSED' });
  expect(await intake()).toBe('open');
});
