import { DeploymentLostError, TerminalAgentError, TransientAgentError } from '../../src/domain/failure.ts';
import { PHASES } from '../../src/domain/phase.ts';
import type { PhaseResult } from '../../src/domain/phase-result.ts';
import { STANDARD_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { TASK_QUEUE, UPDATE_CANCEL } from '../../src/workflows/task/contract.ts';
import { FAILED_PROOF, GOOD, REJECTION } from '../support/scripted-phases.ts';
import { HOST_ALIVE } from '../support/scripted-workers.ts';
import { DEAD_LETTERS } from './recorded-dead-letters.ts';
import { DELIVERIES } from './recorded-deliveries.ts';
import { RUNS_OF_A_POOL, TASKS_WITH_A_POOL } from './recorded-pool-paths.ts';
import { RUNS_OF_UPKEEP } from './recorded-upkeep.ts';
import type { RecordedPath, PathContext } from './path-context.ts';
import { failing, first, giving, silent, working } from './scripted-work.ts';

const HOST_GONE = 'chimera-host-gone';

const deployedOn = (host_task_queue: string): PhaseResult => ({
  phase: 'STAGING_DEPLOYMENT',
  verdict: 'deployed',
  output: { deployment_url: 'http://127.0.0.1:1', commit_sha: 'c2', host_task_queue },
  artifacts: [],
});

const ALREADY_SATISFIED = { ...GOOD.E2E_TEST_GENERATION, verdict: 'already_satisfied' } as PhaseResult;
const busy = failing(new TransientAgentError('The service is busy.'));
const lost = failing(new DeploymentLostError('The staging deployment does not answer any more.'));
const cancelByUpdate = async ({ handle }: PathContext): Promise<void> => {
  await handle.executeUpdate(UPDATE_CANCEL, { args: [{ reason: 'not needed any more' }] });
};

/** A cancellation while a phase is at work, one a phase. */
const CANCELLED_AT_WORK = Object.fromEntries(
  PHASES.map((phase, index): [string, RecordedPath] => [
    `cancel-in-${phase.toLowerCase().replaceAll('_', '-')}`,
    {
      scripts: { [phase]: working },
      during: async (context) => {
        await context.called(index + 1);
        await cancelByUpdate(context);
      },
    },
  ]),
);

/** Every path whose history is kept; the names are those of the files. */
export const RECORDED_PATHS: Readonly<Record<string, RecordedPath>> = {
  success: {},
  'success-on-a-host': { scripts: { STAGING_DEPLOYMENT: giving(deployedOn(HOST_ALIVE)) } },
  'already-satisfied': { scripts: { E2E_TEST_GENERATION: giving(ALREADY_SATISFIED) } },
  retry: { scripts: { CODE_IMPLEMENTATION: first(busy, giving(GOOD.CODE_IMPLEMENTATION)) } },
  'terminal-error': { scripts: { E2E_TEST_GENERATION: failing(new TerminalAgentError('There is no such page.')) } },
  'rework-after-failed-proof': {
    scripts: { E2E_VALIDATION: first(giving(FAILED_PROOF), giving(GOOD.E2E_VALIDATION)) },
  },
  'failed-proofs-past-the-bound': { scripts: { E2E_VALIDATION: giving(FAILED_PROOF) } },
  'rejection-final': { scripts: { GUARDIAN_REVIEW: giving(REJECTION) } },
  'rework-after-rejection': {
    scripts: { GUARDIAN_REVIEW: first(giving(REJECTION), giving(GOOD.GUARDIAN_REVIEW)) },
    input: { rework: { review_rounds: 1, validation_rounds: 2 } },
  },
  ...CANCELLED_AT_WORK,
  'cancel-by-temporal': {
    scripts: { GUARDIAN_REVIEW: working },
    during: async ({ called, handle }) => {
      await called(3);
      await handle.cancel();
    },
  },
  'cancel-before-pick-up': {
    before: ({ agents }) => agents('away'),
    during: async (context) => {
      await context.scheduledOn(TASK_QUEUE);
      await cancelByUpdate(context);
      await context.agents('back');
    },
  },
  'cancel-between-retries': {
    scripts: { CODE_IMPLEMENTATION: busy },
    input: { retry: { ...STANDARD_RETRY_POLICY, firstDelayMs: 20_000 } },
    during: async (context) => {
      await context.called(2);
      await cancelByUpdate(context);
    },
  },
  'host-lost': {
    scripts: { STAGING_DEPLOYMENT: first(giving(deployedOn(HOST_GONE)), giving(deployedOn(HOST_ALIVE))) },
  },
  'cancel-with-host-lost': {
    scripts: { STAGING_DEPLOYMENT: giving(deployedOn(HOST_GONE)) },
    during: async (context) => {
      await context.scheduledOn(HOST_GONE);
      await cancelByUpdate(context);
    },
  },
  'deployment-lost': { scripts: { E2E_VALIDATION: first(lost, giving(GOOD.E2E_VALIDATION)) } },
  'deployment-lost-past-the-bound': { scripts: { E2E_VALIDATION: lost } },
  'worker-lost': { scripts: { GUARDIAN_REVIEW: first(silent, giving(GOOD.GUARDIAN_REVIEW)) } },
  'worker-restarted': {
    scripts: { CODE_IMPLEMENTATION: first(working, giving(GOOD.CODE_IMPLEMENTATION)) },
    during: async ({ called, restartWorkers }) => {
      await called(2);
      await restartWorkers();
    },
  },
  ...TASKS_WITH_A_POOL,
  ...RUNS_OF_A_POOL,
  ...DEAD_LETTERS,
  ...RUNS_OF_UPKEEP,
  ...DELIVERIES,
};
