import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { expect } from 'vitest';
import { DEFAULT_POOL_SETTINGS, type PoolSettings } from '../../src/domain/pool/settings.ts';
import { createTaskClient } from '../../src/temporal/tasks/task-client.ts';
import { type WatchedTasks, createWatchedTasks, type WatchedTask, type WatchedTaskOptions } from './watched-tasks.ts';
import { createGate, type Gate } from './gate.ts';
import { type PoolHandle, poolHandle } from './pool-handle.ts';
import { pooledStage } from './pooled-stage.ts';
import { createStage, type Scripts } from './scripted-phases.ts';
import { runWorkers } from './scripted-workers.ts';
import { startTimeSkipping } from './time-skipping.ts';

/** Settings of a pool that changes nothing by itself: five leases. */
export const FIXED: PoolSettings = { ...DEFAULT_POOL_SETTINGS, policy: 'fixed' };

/** How long a condition is waited for. */
export const PATIENT = { timeout: 15_000, interval: 20 } as const;

/** A pool of its own on the time-skipping server, with its tasks. */
export interface PoolTrial {
  readonly pool: PoolHandle;
  readonly tasks: WatchedTasks;
  /** Keeps tasks at work that have no scripts of their own. */
  readonly gate: Gate;
  /** Does something each time a task was told what its pool decided; a failure has the pool tell it again. */
  afterTelling(hook: (taskId: string) => Promise<void>): void;
  /** Sends a task to the pool. */
  start(scripts?: Scripts, options?: WatchedTaskOptions): Promise<WatchedTask>;
  /** Sends tasks one after the other, so that they ask in this order. */
  startInOrder(many: number, scripts?: Scripts): Promise<readonly WatchedTask[]>;
  /** Waits until that many tasks are at work. */
  working(many: number): Promise<void>;
  /** Waits until that many tasks are in the queue. */
  queued(many: number): Promise<void>;
  /** Lets every task end, and ends the pool. */
  end(): Promise<void>;
}

/** Where trials take place. */
export interface PoolTrials {
  readonly env: TestWorkflowEnvironment;
  /** Begins a trial whose pool has these settings. */
  trial(settings?: Partial<PoolSettings>): PoolTrial;
  stop(): Promise<void>;
}

/** Starts the server and the workers for trials. */
export async function startPoolTrials(): Promise<PoolTrials> {
  const env = await startTimeSkipping();
  // Does not skip time by itself, as the environment's own client does when it waits for a result.
  const client = new Client({ connection: env.connection });
  const tasks = createWatchedTasks(client, createStage());
  const settingsOf = new Map<string, PoolSettings>();
  const running = new Set<WatchedTask>();
  const line = createTaskClient(client, { warn: () => undefined });
  let count = 0;
  let afterTelling: (taskId: string) => Promise<void> = () => Promise.resolve();
  const pooled = pooledStage(tasks, {
    client,
    settingsOf: (pool) => settingsOf.get(pool) ?? FIXED,
    // This server does not list workflows by a query, so the list comes from the test's own books.
    tasks: {
      tell: async (effect) => {
        const isOpen = await line.tell(effect);
        await afterTelling(effect.task_id);
        return isOpen;
      },
      listOpen: async function* () {
        for (const member of running) if ((await closeStatus(member)) === 'RUNNING') yield member.id;
      },
    },
  });
  const stop = await runWorkers(env.nativeConnection, pooled);

  function trial(settings: Partial<PoolSettings> = {}): PoolTrial {
    count += 1;
    const name = `trial-${count}`;
    settingsOf.set(name, { ...FIXED, ...settings });
    const pool = poolHandle(client, name);
    const gate = createGate();
    tasks.forget();
    afterTelling = () => Promise.resolve();

    async function start(scripts = gate.scripts, options: WatchedTaskOptions = {}): Promise<WatchedTask> {
      const member = await tasks.start({ pool: name, scripts, ...options });
      running.add(member);
      return member;
    }
    return {
      pool,
      tasks,
      gate,
      afterTelling: (hook) => {
        afterTelling = hook;
      },
      start,
      async startInOrder(many, scripts) {
        const members: WatchedTask[] = [];
        for (let index = 0; index < many; index += 1) {
          const member = await start(scripts);
          await expect
            .poll(async () => [...(await pool.queue()), ...(await pool.leases())], PATIENT)
            .toContain(member.id);
          members.push(member);
        }
        return members;
      },
      working: (many) => expect.poll(() => tasks.working.size, PATIENT).toBe(many),
      queued: (many) => expect.poll(async () => (await pool.queue()).length, PATIENT).toBe(many),
      // To their end, in order: what is terminated with an activity at work keeps this server from skipping ever again.
      async end() {
        gate.open();
        await allEnded([...running]);
        running.clear();
        await pool.handle.terminate();
      },
    };
  }
  return {
    env,
    trial,
    stop: async () => {
      await stop();
      await env.teardown();
    },
  };
}

/** How a task's workflow was closed, or RUNNING. */
export async function closeStatus({ handle }: WatchedTask): Promise<string> {
  return (await handle.describe()).status.name;
}

/** Waits until a task is closed. */
export function ended(member: WatchedTask): Promise<void> {
  return expect.poll(() => closeStatus(member), PATIENT).not.toBe('RUNNING');
}

/** Waits until all tasks are closed. */
export async function allEnded(members: readonly WatchedTask[]): Promise<void> {
  for (const member of members) await ended(member);
}

/** The ids of tasks, in their order. */
export function idsOf(members: readonly WatchedTask[]): readonly string[] {
  return members.map(({ id }) => id);
}
