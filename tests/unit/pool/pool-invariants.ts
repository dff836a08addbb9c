import { strict as assert } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import { poolSize } from '../../../src/domain/pool/capacity.ts';
import type { PoolEffect, PoolMessage } from '../../../src/domain/pool/messages.ts';
import type { PoolMode, PoolState } from '../../../src/domain/pool/state.ts';
import type { Model } from './pool-model.ts';

/** One step of the pool: what it was told, and what came of it. */
export interface PoolStep {
  readonly before: PoolState;
  readonly after: PoolState;
  readonly messages: readonly PoolMessage[];
  readonly grants: readonly Extract<PoolEffect, { kind: 'grant' }>[];
}

/** The least priority that may start (S9). */
const LEAST: Readonly<Record<PoolMode, number>> = { NORMAL: 1, DEGRADED: 5, SURVIVAL: 8 };

/** Checks all that the header of pool.ts promises. Throws with the number of the invariant that does not hold. */
export function checkInvariants(model: Model, step: PoolStep): void {
  checkSize(step);
  checkTokens(step);
  // Before the third, which a lease that was taken away breaks as well.
  checkRunningWork(step);
  checkConservation(model, step.after);
  checkPlainness(step.after);
}

function checkSize({ before, after, messages, grants }: PoolStep): void {
  const leases = after.leases.length;
  const size = poolSize(after);
  if (grants.length > 0) assert.ok(leases <= size, `1: a grant made ${leases} leases of ${size}`);
  const adopted = messages.filter(({ kind }) => kind === 'adopt').length;
  const most = Math.max(size, before.leases.length + adopted);
  assert.ok(leases <= most, `1: above the size of ${size}, leases rose from ${before.leases.length} to ${leases}`);
}

function checkTokens({ before, after, grants }: PoolStep): void {
  const ids = [...after.leases, ...after.queue].map(({ task_id }) => task_id);
  assert.equal(new Set(ids).size, ids.length, `2: a task is held twice: ${ids.join(', ')}`);
  let last = before.next_token - 1;
  for (const { token, task_id } of grants) {
    assert.ok(token > last, `2: ${task_id} got token ${token} after ${last} was given out`);
    last = token;
  }
  assert.ok(after.next_token > last, `2: token ${last} would be given out again`);
}

function checkConservation(model: Model, { queue, leases, totals, intake, mode, ...state }: PoolState): void {
  const expected = [...model.held].map(([id, { ask, token }]) => `${id}/${ask} ${token ?? 'waits'}`);
  const found = [
    ...queue.map(({ task_id, ask }) => `${task_id}/${ask} waits`),
    ...leases.map(({ task_id, ask, token }) => `${task_id}/${ask} ${token}`),
  ];
  assert.deepEqual(found.toSorted(), expected.toSorted(), '3: the pool does not hold what it accepted');
  assert.deepEqual(totals, model.totals, '3: the totals do not add up');
  const isFree = intake === 'open' && leases.length < poolSize({ settings: state.settings, mode });
  const held = isFree ? queue.filter(({ priority }) => priority >= LEAST[mode]) : [];
  assert.deepEqual(held, [], '3: a lease is free, and a task that may start waits');
  for (const { id, open, place, ask, token } of model.tasks) {
    if (!open) continue;
    const isHeld = model.held.get(id)?.ask === ask;
    const isAnswered = model.mail.some((effect) => effect.task_id === id && effect.ask === ask);
    if (place === 'waiting') assert.ok(isHeld || isAnswered, `3: ${id} waits, and the pool has forgotten it`);
    if (place === 'leased') assert.equal(model.held.get(id)?.token, token, `3: ${id} works without a lease`);
  }
}

function checkRunningWork({ before, after, messages }: PoolStep): void {
  const named = new Set(messages.flatMap((message) => ('task_id' in message ? [message.task_id] : [])));
  const kept = new Set(after.leases.map(({ task_id, token }) => `${task_id} ${token}`));
  for (const { task_id, token } of before.leases) {
    if (named.has(task_id)) continue;
    assert.ok(
      kept.has(`${task_id} ${token}`),
      `4: lease ${token} of ${task_id} was taken away though no word was said`,
    );
  }
}

function checkPlainness(state: PoolState): void {
  const plain: unknown = JSON.parse(JSON.stringify(state));
  assert.ok(isDeepStrictEqual(plain, state), '5: the state is not the same after a way through JSON');
}
