import { allHandlersFinished, condition, continueAsNew, sleep, workflowInfo } from '@temporalio/workflow';
import { evaluate, EVALUATION_INTERVAL_MS, isRestless } from '../../domain/pool/evaluate.ts';
import { obey, refusal } from '../../domain/pool/commands.ts';
import { type Admitted, admit } from '../../domain/pool/admit.ts';
import type { Enqueue, PoolCommand, PoolEffect, PoolMessage } from '../../domain/pool/messages.ts';
import { grant, receive, type PoolStep } from '../../domain/pool/pool.ts';
import { newPool, type PoolState } from '../../domain/pool/state.ts';
import { every } from './clock.ts';
import type { PoolInput } from './contract.ts';
import { answerPoolMessages } from './messages.ts';
import { reconcile, tellTasks } from './activities.ts';
import { createPoolShow } from './visibility.ts';

/** How often the pool looks for tasks that closed without a word, while it has any, in ms. */
const RECONCILE_INTERVAL_MS = 30_000;

/** Messages that one run may hand to the next, so that all of its input fits a payload. */
const MOST_CARRIED = 8_000;

/** Messages that are decided on together. */
const BATCH = 1_000;

/**
 * One pool: decides how many tasks work at once, and which goes next. The decisions and their invariants are in
 * domain/pool; this is the shell around them:
 * 1. Handlers only append to the inbox; one loop drains it, decides, and tells tasks what was decided.
 * 2. The loop alone continues as new, with no handler at work; what is in the inbox by then goes along.
 * 3. A pool that begins without a state has first to learn which tasks work already, so it grants nothing before.
 * 4. Timers exist only while there is something that time can change.
 */
export async function chimeraPool(input: PoolInput): Promise<never> {
  const pool = setUp(input);
  await pool.learn();
  for (;;) {
    await pool.news();
    await pool.decide();
    if (pool.mayContinueAsNew()) await continueAsNew<typeof chimeraPool>(pool.handOver());
  }
}

/** Asks for tasks that are being submitted, and the leases they got once that is decided. */
interface Admission {
  readonly asks: readonly Enqueue[];
  admitted?: readonly Admitted[];
}

function setUp(input: PoolInput) {
  const { name, settings, rules, carried, events_per_run: eventsPerRun } = input;
  const show = createPoolShow();
  let state = carried?.state ?? newPool(name, settings, Date.now(), rules);
  const inbox: PoolMessage[] = [...(carried?.inbox ?? [])];
  let commands: PoolCommand[] = [];
  let admissions: Admission[] = [];
  let evaluationDue = false;

  answerPoolMessages({
    state: () => state,
    receive: (messages) => {
      inbox.push(...messages);
    },
    admit: async (asks) => {
      const admission: Admission = { asks };
      admissions.push(admission);
      await condition(() => admission.admitted !== undefined);
      return admission.admitted ?? [];
    },
    refusal: (command) => refusal(state, command),
    obey: async (command) => {
      commands.push(command);
      await condition(() => !commands.includes(command));
    },
  });

  const evaluation = every(EVALUATION_INTERVAL_MS, {
    summary: 'Next look at size and mode',
    lastAt: carried?.evaluated_at,
    while: () => isRestless(state),
    run: () => {
      evaluationDue = true;
      return Promise.resolve();
    },
  });
  const reconciliation = every(RECONCILE_INTERVAL_MS, {
    summary: 'Next comparison with the open tasks',
    lastAt: carried?.reconciled_at,
    while: () => state.leases.length > 0 || state.queue.length > 0,
    run: async () => {
      inbox.push(...(await reconcile(state)));
    },
  });

  /** Takes a decision over, and tells the tasks that it is about. */
  async function take({ state: next, effects }: PoolStep): Promise<void> {
    state = next;
    const closed = await tellTasks(effects);
    // A task may be closed because it was told before and has ended since: then its own word is on the way, and counts.
    if (closed.length > 0) await anotherWorkflowTask();
    inbox.push(...closed);
  }

  return {
    /** A pool that takes another's place gives the tasks at work their leases back before it grants any. */
    async learn(): Promise<void> {
      if (carried === undefined) state = receive(state, await reconcile(state), Date.now()).state;
      evaluation.start();
      reconciliation.start();
    },

    async news(): Promise<void> {
      await condition(() => !isQuiet() || mayContinueAsNew());
    },

    async decide(): Promise<void> {
      const now = Date.now();
      const received = receive(state, inbox.splice(0, BATCH), now);
      let next = commands.reduce((current, command) => obey(current, command, now), received.state);
      commands = [];
      if (evaluationDue) next = evaluate(next, now);
      evaluationDue = false;
      const granted = grant(next, now);
      const submitted = admitted(granted.state, now);
      show(submitted.state);
      await take({ state: submitted.state, effects: [...received.effects, ...granted.effects, ...submitted.effects] });
      // A workflow task that continues as new fails when a signal comes meanwhile: what tasks and operators were told in
      // it would be decided again, and perhaps otherwise.
      if (isLong()) await anotherWorkflowTask();
    },

    mayContinueAsNew,

    handOver: (): PoolInput => ({
      ...input,
      carried: {
        state,
        inbox,
        evaluated_at: evaluation.lastAt(),
        reconciled_at: reconciliation.lastAt(),
        runs: (carried?.runs ?? 1) + 1,
      },
    }),
  };

  /** Answers those who submit tasks; who waits has been served before. */
  function admitted(before: PoolState, now: number): PoolStep {
    const effects: PoolEffect[] = [];
    let current = before;
    for (const admission of admissions) {
      const step = admit(current, admission.asks, now);
      admission.admitted = step.admitted;
      effects.push(...step.effects);
      current = step.state;
    }
    admissions = [];
    return { state: current, effects };
  }

  function isQuiet(): boolean {
    return inbox.length === 0 && commands.length === 0 && admissions.length === 0 && !evaluationDue;
  }

  function mayContinueAsNew(): boolean {
    const isAtRest = commands.length === 0 && admissions.length === 0 && !evaluationDue && allHandlersFinished();
    // With messages left: under steady traffic the inbox is never empty, and a run has its limits.
    return isAtRest && inbox.length <= MOST_CARRIED && isLong();
  }

  /** Waits until what was decided is in the history, and what has come to the pool so far is in its inbox. */
  async function anotherWorkflowTask(): Promise<void> {
    await sleep(1);
    // A signal that came along with the timer is still being handled; a command waits for the next decision.
    await condition(() => allHandlersFinished() || commands.length > 0 || admissions.length > 0);
  }

  function isLong(): boolean {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    return eventsPerRun === undefined ? continueAsNewSuggested : historyLength >= eventsPerRun;
  }
}
