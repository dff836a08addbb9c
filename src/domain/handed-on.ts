import type { Phase } from './phase.ts';
import type { Deployment, GeneratedTest, Implementation } from './phase-result.ts';
import { latest, type Pipeline } from './pipeline.ts';
import type { TaskState } from './task.ts';

/** What a phase gets from those before it: no more than its work needs, since each call of an activity is kept. */
export interface HandedOn {
  readonly test?: Pick<GeneratedTest, 'test_path' | 'test_commit' | 'test_blob'>;
  readonly change?: Pick<Implementation, 'commit_sha'>;
  readonly deployment?: Pick<Deployment, 'deployment_url' | 'commit_sha'>;
}

/** By phase, what it works with. */
const NEEDS: Readonly<Record<Phase, readonly (keyof HandedOn)[]>> = {
  E2E_TEST_GENERATION: [],
  CODE_IMPLEMENTATION: ['test', 'change'],
  GUARDIAN_REVIEW: ['test', 'change'],
  STAGING_DEPLOYMENT: ['change'],
  E2E_VALIDATION: ['test', 'deployment'],
};

/** What a phase is handed at this point of the pipeline. */
export function handedOnTo(phase: Phase, pipeline: Pipeline): HandedOn {
  const all: HandedOn = { ...testOf(pipeline), ...changeOf(pipeline), ...deploymentOf(pipeline) };
  return Object.fromEntries(NEEDS[phase].filter((what) => what in all).map((what) => [what, all[what]]));
}

/**
 * When a phase could begin that the task has come to: when the one before it had ended, by the clock of its worker, if it
 * follows that at once; else when it was scheduled, which is also when the lease was granted. `now`: ms since the epoch.
 */
export function readyAt({ phases }: TaskState, { finished }: Pipeline, now: number): string {
  const begun = new Date(now).toISOString();
  const before = finished.at(-1)?.result;
  const followsAtOnce = phases.some(({ phase, finished_at }) => phase === before?.phase && finished_at === begun);
  return followsAtOnce ? (before?.ended_at ?? begun) : begun;
}

function testOf(pipeline: Pipeline): Pick<HandedOn, 'test'> {
  const result = latest(pipeline, 'E2E_TEST_GENERATION');
  if (result?.verdict !== 'test_fails') return {};
  const { test_path, test_commit, test_blob } = result.output;
  return { test: { test_path, test_commit, test_blob } };
}

function changeOf(pipeline: Pipeline): Pick<HandedOn, 'change'> {
  const result = latest(pipeline, 'CODE_IMPLEMENTATION');
  return result === undefined ? {} : { change: { commit_sha: result.output.commit_sha } };
}

function deploymentOf(pipeline: Pipeline): Pick<HandedOn, 'deployment'> {
  const result = latest(pipeline, 'STAGING_DEPLOYMENT');
  if (result === undefined) return {};
  const { deployment_url, commit_sha } = result.output;
  return { deployment: { deployment_url, commit_sha } };
}
