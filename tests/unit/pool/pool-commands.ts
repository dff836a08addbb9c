import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { obey, refusal } from '../../../src/domain/pool/commands.ts';
import { evaluate } from '../../../src/domain/pool/evaluate.ts';
import type { PoolCommand, PoolMessage } from '../../../src/domain/pool/messages.ts';
import { grant, receive } from '../../../src/domain/pool/pool.ts';
import { newPool, type PoolState } from '../../../src/domain/pool/state.ts';
import { checkInvariants } from './pool-invariants.ts';
import { expectOf, type Model, type Real, totalsOf } from './pool-model.ts';
import { type Move, move, reconciled } from './pool-moves.ts';

type PoolTestCommand = fc.Command<Model, Real>;

function command(name: string, run: (model: Model, real: Real) => void): PoolTestCommand {
  return { check: () => true, run, toString: () => name };
}

/** One turn of the pool's loop: messages in, the change, leases out; then everything is checked. */
function turn(model: Model, real: Real, messages: readonly PoolMessage[], change = (state: PoolState) => state): void {
  const before = frozen(real.state);
  const refused = messages
    .filter((message) => expectOf(model, message, before) === 'refuse')
    .map((message) => ('task_id' in message ? message.task_id : ''));
  model.sent.push(...messages);
  const received = receive(before, messages, real.now);
  assert.deepEqual(
    received.effects.map(({ kind, task_id }) => `${kind} ${task_id}`),
    refused.map((task_id) => `refuse ${task_id}`),
    '3: not those are refused for whom there is no room',
  );
  const granted = grant(frozen(change(frozen(received.state))), real.now);
  const grants = granted.effects.filter((effect) => effect.kind === 'grant');
  for (const { task_id, ask, token } of grants) {
    assert.deepEqual(model.held.get(task_id), { ask }, `2: ${task_id} got a lease it does not wait for`);
    model.held.set(task_id, { ask, token });
    model.totals.granted += 1;
  }
  model.mail.push(...received.effects, ...granted.effects);
  real.state = granted.state;
  checkInvariants(model, { before, after: real.state, messages, grants });
}

/** Makes any change of a state that was given away an error. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
  return value;
}

function makes(moves: readonly Move[]): PoolTestCommand {
  return command(`tell [${moves.map(({ name }) => name).join('; ')}]`, (model, real) => {
    turn(
      model,
      real,
      moves.flatMap(({ make }) => make(model, real)),
    );
  });
}

function operate(order: PoolCommand): PoolTestCommand {
  return command(`operate ${JSON.stringify(order)}`, (model, real) => {
    if (refusal(real.state, order) === undefined) turn(model, real, [], (state) => obey(state, order, real.now));
  });
}

function wait(seconds: number, thenEvaluates: boolean): PoolTestCommand {
  return command(`wait ${seconds} s${thenEvaluates ? ' and evaluate' : ''}`, (model, real) => {
    real.now += seconds * 1_000;
    turn(model, real, [], (state) => (thenEvaluates ? evaluate(state, real.now) : state));
  });
}

const handOver = command('continue as new', (model, real) => {
  real.state = JSON.parse(JSON.stringify(real.state)) as PoolState;
  turn(model, real, []);
});

/** The pool is gone with all that it knew and was about to tell; the next one learns from the open tasks first. */
const lose = command('lose the pool', (model, real) => {
  real.state = newPool('default', real.state.settings, real.now);
  Object.assign(model, { held: new Map(), over: new Set(), parked: new Set(), totals: totalsOf(real.state), mail: [] });
  const hasPlace = new Set(['waiting', 'leased']);
  for (const task of model.tasks) {
    if (!hasPlace.has(task.place) && task.lastToken > 0) task.forgotten = true;
  }
  turn(model, real, reconciled(model, real));
});

/** After the reconciler has looked, and its finds came in, nothing closed is held. */
const settle = command('reconcile and look', (model, real) => {
  turn(model, real, reconciled(model, real));
  for (const { task_id } of [...real.state.queue, ...real.state.leases]) {
    assert.ok(model.tasks.find(({ id }) => id === task_id)?.open, `3: ${task_id} is closed and still held`);
  }
});

const size = fc.integer({ min: 1, max: 6 });

/** All that can happen to a pool, in any order. */
export const anything = fc.commands(
  [
    move.map((only) => makes([only])),
    move.map((only) => makes([only])),
    fc.array(move, { minLength: 2, maxLength: 5 }).map(makes),
    fc.array(move, { minLength: 2, maxLength: 5 }).map(makes),
    fc.tuple(fc.constantFrom(1, 5, 10, 30, 60, 600, 2_000), fc.boolean()).map(([seconds, due]) => wait(seconds, due)),
    fc
      .record({ size, max: size, policy: fc.constantFrom('autoscaled', 'fixed') }, { requiredKeys: [] })
      .map((change) => operate({ kind: 'configure', change, reason: 'r' })),
    fc.constantFrom('pause', 'resume', 'resume', 'drain').map((kind) => operate({ kind, reason: 'r' })),
    fc.constantFrom(handOver, settle, settle, lose),
  ],
  { maxCommands: 60, size: 'large' },
);
