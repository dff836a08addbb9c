import fc from 'fast-check';
import type { PoolEffect, PoolMessage, TaskOutcome } from '../../../src/domain/pool/messages.ts';
import { type Model, type ModelTask, type Real, SMALL_POOL } from './pool-model.ts';

/** Something that a task, a worker or the reconciler does, and what the pool is told of it, now or never. */
export interface Move {
  readonly name: string;
  make(model: Model, real: Real): readonly PoolMessage[];
}

type TaskMove = (task: ModelTask, real: Real, model: Model) => readonly PoolMessage[];

const taskMove = (name: string, task: number, make: TaskMove): Move => ({
  name: `${name} task-${task}`,
  make(model, real) {
    const found = model.tasks[task];
    return found?.open === true ? make(found, real, model) : [];
  },
});

function outcomeAs(status: TaskOutcome['status']): TaskOutcome {
  return { status, duration_ms: 90_000, retried_phases: 1, recovered_phases: 0 };
}

function ask(priority: number): TaskMove {
  return (task, { now }) => {
    if (task.place === 'waiting' || task.place === 'leased') return [];
    Object.assign(task, { place: 'waiting', ask: task.ask + 1, priority, since: now });
    return [{ kind: 'enqueue', task_id: task.id, ask: task.ask, priority, project: 'p', requeued: task.ask % 2 === 0 }];
  };
}

function end(status: TaskOutcome['status']): TaskMove {
  return (task) => {
    const { id: task_id, ask: last, place } = task;
    if (place === 'outside' || (status === 'completed' && place !== 'leased')) return [];
    // A parked task is open, and may be requeued.
    if (status === 'dead_lettered' && place === 'leased') task.place = 'outside';
    else task.open = false;
    if (place === 'leased') return [{ kind: 'release', task_id, ask: last, outcome: outcomeAs(status) }];
    return [{ kind: 'withdraw', task_id, ask: last }];
  };
}

const giveBack: TaskMove = (task) => {
  if (task.place !== 'leased') return [];
  task.place = 'outside';
  return [{ kind: 'release', task_id: task.id, ask: task.ask }];
};

const crash: TaskMove = (task) => {
  task.open = false;
  return [];
};

function reprioritise(priority: number): TaskMove {
  return (task) => {
    if (task.place === 'outside') return [];
    task.priority = priority;
    return [{ kind: 'reprioritise', task_id: task.id, priority }];
  };
}

/** A task hears what the pool told it; one that is closed cannot, which the pool learns when it was a grant. */
function hear(model: Model, effect: PoolEffect | undefined): readonly PoolMessage[] {
  const task = model.tasks.find(({ id }) => id === effect?.task_id);
  if (task === undefined || effect === undefined) return [];
  if (!task.open) return effect.kind === 'grant' ? [{ kind: 'gone', task_id: task.id, ask: effect.ask }] : [];
  if (task.place !== 'waiting' || task.ask !== effect.ask) return [];
  if (effect.kind === 'refuse') {
    task.place = 'refused';
    return [];
  }
  const { token } = effect;
  if (!task.forgotten && token <= task.lastToken) {
    throw new Error(`2: ${task.id} got token ${token} after it had held ${task.lastToken}`);
  }
  Object.assign(task, { place: 'leased', token, lastToken: token, forgotten: false });
  return [];
}

/** What the reconciler finds: known tasks that are closed, and open ones with a place that the pool does not know. */
export function reconciled({ tasks }: Model, { state }: Real): readonly PoolMessage[] {
  const known = new Map([...state.queue, ...state.leases].map((entry) => [entry.task_id, entry.ask]));
  return tasks.flatMap((task): readonly PoolMessage[] => {
    const { id: task_id, open, place, ask: asked, priority, since, token, lastToken: last_token } = task;
    const held = known.get(task_id);
    if (held !== undefined) return open ? [] : [{ kind: 'gone', task_id, ask: held }];
    if (!open || place === 'outside' || place === 'refused') return [];
    const lease = place === 'leased' ? { token } : {};
    return [{ kind: 'adopt', task_id, ask: asked, priority, project: 'p', since, last_token, ...lease }];
  });
}

const task = fc.nat({ max: 5 });
const priority = fc.integer({ min: 1, max: 10 });
const percent = fc.constantFrom(10, 50, 76, 79, 82, 86, 91, 99);

const tell = (index: number, isKept: boolean): Move => ({
  name: `mail ${index}${isKept ? ' (and again later)' : ''}`,
  make(model) {
    const effect = model.mail[index % Math.max(1, model.mail.length)];
    const told = hear(model, effect);
    if (!isKept) model.mail = model.mail.filter((other) => other !== effect);
    return told;
  },
});

const again = (index: number): Move => ({
  name: `message ${index} again`,
  make({ sent }) {
    const message = sent[index % Math.max(1, sent.length)];
    return message === undefined ? [] : [message];
  },
});

/** Every move there is; those that make a pool busy come more often. */
export const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(task, priority).map(([id, most]) => taskMove(`priority ${most}: ask`, id, ask(most))),
  },
  { weight: 6, arbitrary: fc.tuple(fc.nat({ max: 9 }), fc.boolean()).map(([index, kept]) => tell(index, kept)) },
  { weight: 5, arbitrary: fc.nat({ max: 99 }).map(again) },
  { weight: 2, arbitrary: task.map((id) => taskMove('complete', id, end('completed'))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(task, fc.constantFrom('failed', 'dead_lettered', 'cancelled'))
      .map(([id, status]) => taskMove(status, id, end(status))),
  },
  { weight: 1, arbitrary: task.map((id) => taskMove('give back', id, giveBack)) },
  { weight: 1, arbitrary: task.map((id) => taskMove('crash', id, crash)) },
  {
    weight: 1,
    arbitrary: fc.tuple(task, priority).map(([id, to]) => taskMove(`reprioritise to ${to}`, id, reprioritise(to))),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ worker: fc.nat({ max: 2 }), memory_pct: percent, cpu_pct: percent })
      .map(({ worker, ...figures }): Move => ({
        name: `pressure ${JSON.stringify(figures)} on worker ${worker}`,
        make: (_model, { now }) => [{ kind: 'pressure', worker_id: `w${worker}`, at: now, ...figures }],
      })),
  },
  { weight: 2, arbitrary: fc.constant<Move>({ name: 'reconcile', make: reconciled }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 5 }).map((size): Move => ({
      name: `configured with size ${size}`,
      make: () => [{ kind: 'configured', settings: { ...SMALL_POOL, size } }],
    })),
  },
);
