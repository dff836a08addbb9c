import type { WorkflowHandle } from '@temporalio/client';
import type { DeadLetter } from '../../src/domain/dead-letter.ts';
import {
  AccountClosedError,
  CircuitBreakerOpenError,
  PhaseLimitError,
  TransientAgentError,
  TryAgainLaterError,
} from '../../src/domain/failure.ts';
import type { TaskState } from '../../src/domain/task.ts';
import { mustNotKillWorkers } from '../../src/activities/attempt-at-hand.ts';
import { MOST_WORKERS_LOST, NO_TRIES } from '../../src/domain/tries.ts';
import { STANDARD_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import {
  QUERY_DEAD_LETTER,
  QUERY_STATE,
  SIGNAL_TRY_NOW,
  UPDATE_ANNOTATE,
  UPDATE_CANCEL,
  UPDATE_DISCARD,
  UPDATE_REQUEUE,
} from '../../src/workflows/task/contract.ts';
import { eventually } from '../support/eventually.ts';
import { GOOD, type Script } from '../support/scripted-phases.ts';
import type { RecordedPath, PathContext } from './path-context.ts';
import { failing, first, giving, silent } from './scripted-work.ts';

const broken = failing(new TransientAgentError('The service is busy.'));
const brokenOnce = first(broken, giving(GOOD.CODE_IMPLEMENTATION));
const input = { retry: { ...STANDARD_RETRY_POLICY, maxRetries: 0 } };

/** What the edge of a phase says that lost its worker once too often. */
const lostForGood: Script = () => {
  mustNotKillWorkers('GUARDIAN_REVIEW', { ...NO_TRIES, lost: MOST_WORKERS_LOST });
  return GOOD.GUARDIAN_REVIEW;
};

/** Decides about a task once it is parked. */
export const decide =
  (...updates: readonly [name: string, payload: object][]) =>
  async ({ handle }: PathContext): Promise<void> => {
    await eventually('the task is parked', async () => {
      const letter = await handle.query<DeadLetter | null>(QUERY_DEAD_LETTER);
      return letter?.status === 'parked' ? true : undefined;
    });
    for (const [name, payload] of updates) await handle.executeUpdate(name, { args: [payload] });
  };

/** Gives one of the task's runs, counted from 1. */
export const run =
  (number: number) =>
  async ({ client, handle }: PathContext): Promise<WorkflowHandle> => {
    const { events } = await handle.fetchHistory();
    let runId = events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId ?? '';
    for (let count = 1; ; count += 1) {
      const found: WorkflowHandle = client.workflow.getHandle(handle.workflowId, runId);
      if (count === number) return found;
      const history = await found.fetchHistory();
      runId = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? '';
    }
  };

const requeue: [string, object] = [UPDATE_REQUEUE, { reason: 'the service is back' }];
const parkedOnce = { input, scripts: { CODE_IMPLEMENTATION: brokenOnce } } as const;
const parked = { input, scripts: { CODE_IMPLEMENTATION: broken } } as const;

/** Paths of tasks whose retries are exhausted, a run each; and of phases that have to wait. */
export const DEAD_LETTERS: Readonly<Record<string, RecordedPath>> = {
  'dead-letter-work': { ...parkedOnce, during: decide(requeue), recorded: run(1) },
  'dead-letter-requeued': {
    ...parkedOnce,
    during: decide([UPDATE_ANNOTATE, { investigated: true, resolution: 'their outage' }], requeue),
    recorded: run(2),
  },
  'dead-letter-work-again': { ...parkedOnce, during: decide(requeue), recorded: run(3) },
  'dead-letter-discarded': { ...parked, during: decide([UPDATE_DISCARD, { reason: 'not worth it' }]) },
  'dead-letter-cancelled': { ...parked, during: decide([UPDATE_CANCEL, { reason: 'not needed any more' }]) },
  limit: {
    scripts: { CODE_IMPLEMENTATION: failing(new PhaseLimitError('CODE_IMPLEMENTATION was stopped at 1800 s.')) },
    during: decide([UPDATE_DISCARD, { reason: 'too large' }]),
    recorded: run(1),
  },
  'worker-lost-for-good': {
    scripts: { GUARDIAN_REVIEW: first(silent, lostForGood) },
    during: decide([UPDATE_DISCARD, { reason: 'it ends workers' }]),
    recorded: run(1),
  },
  'dead-letter-past-its-limit': {
    ...parked,
    input: { ...input, parking_limit_ms: 5_000 },
    during: decide([UPDATE_ANNOTATE, { investigated: true }]),
  },
  'breaker-open-a-moment': {
    scripts: {
      CODE_IMPLEMENTATION: first(
        failing(new CircuitBreakerOpenError('coder-agent', 500)),
        giving(GOOD.CODE_IMPLEMENTATION),
      ),
    },
  },
  'account-reopened': {
    scripts: {
      CODE_IMPLEMENTATION: first(
        failing(new AccountClosedError('claude', 3_600_000, 'The model answered 429.', false)),
        giving(GOOD.CODE_IMPLEMENTATION),
      ),
    },
    during: async ({ handle }) => {
      await eventually('the task waits for the account', async () => {
        const { waiting_for } = await handle.query<TaskState>(QUERY_STATE);
        return waiting_for?.kind === 'account' ? true : undefined;
      });
      await handle.signal(SIGNAL_TRY_NOW);
    },
  },
  'provider-asks-for-a-wait': {
    scripts: {
      CODE_IMPLEMENTATION: first(
        failing(new TryAgainLaterError('The quota is used up.', 10_000)),
        giving(GOOD.CODE_IMPLEMENTATION),
      ),
    },
  },
};
