import type { DeliveryPlan, PullRequest, PullRequestNews, Remark } from './delivery/pull-request.ts';
import { type Phase, phaseAfter, type Stage } from './phase.ts';
import type { Finding, PhaseResult, ResultOf, ScenarioResult } from './phase-result.ts';
import type { Rework } from './task.ts';

/**
 * The pipeline as a pure state machine: phase, verdict and rework count in, next step out.
 *
 * Invariants (proven over random verdict sequences in pipeline.test.ts):
 * 1. It ends: at most 2 + 4 × (1 + review_rounds + validation_rounds + rounds of the pull request) results lead to a
 *    resting place, lost hosts aside, and those are bounded by MAX_REDEPLOYMENTS.
 * 2. A finished phase is never lost: `finished` only grows, and rework keeps the generated test.
 * 3. Nothing is deployed that the latest review did not approve, and nothing delivered that the latest proof did not pass.
 */

/** How often a verdict may send a task back to CODE_IMPLEMENTATION. */
export interface ReworkBounds {
  /** Rejected reviews that are answered by rework; 0 makes a rejection final. */
  readonly review_rounds: number;
  /** Failed validations that are answered by rework. */
  readonly validation_rounds: number;
}

/** A rejection is final; a failed validation is worked on twice. */
export const DEFAULT_REWORK_BOUNDS: ReworkBounds = { review_rounds: 0, validation_rounds: 2 };

/** How often a deployment whose host was lost is made again before the task fails. */
export const MAX_REDEPLOYMENTS = 5;

/** What the coder is told when a verdict sends the task back. */
export type Feedback =
  | { readonly from: 'GUARDIAN_REVIEW'; readonly findings: readonly Finding[] }
  | { readonly from: 'E2E_VALIDATION'; readonly failures: readonly ScenarioResult[] }
  | { readonly from: 'PULL_REQUEST'; readonly remarks: readonly Remark[] };

/** Why a task ended without success though no error happened. */
export interface FinalVerdict {
  readonly phase: Stage;
  readonly message: string;
}

/**
 * What to do next: run a phase (`round` is 1 + reworks so far), hand the change over by a pull request, wait for somebody's
 * word on it, or end.
 */
export type NextStep =
  | { readonly kind: 'run'; readonly phase: Phase; readonly round: number }
  | { readonly kind: 'deliver'; readonly round: number }
  | { readonly kind: 'await_review'; readonly round: number }
  | { readonly kind: 'complete'; readonly already_satisfied: boolean }
  | { readonly kind: 'fail'; readonly because: FinalVerdict };

/** One finished phase of one round. */
export interface FinishedPhase {
  readonly round: number;
  readonly result: PhaseResult;
}

/** A task's checkpoint: all that finished, the reworks used, and the next step. Plain JSON. */
export interface Pipeline {
  readonly next: NextStep;
  readonly finished: readonly FinishedPhase[];
  readonly rework: Rework;
  readonly redeployments: number;
  readonly feedback?: Feedback;
  /** The remarks on its pull request that were answered, by their ids: with rework, or with the word that there is none left. */
  readonly answered?: readonly string[];
}

/** What bounds a pipeline and says how it ends; copied into the task at its start. */
export interface Course {
  readonly rework: ReworkBounds;
  /** With none the change is handed over by its branch alone. */
  readonly deliver?: DeliveryPlan;
}

/** A pipeline that has done nothing yet. */
export function startPipeline(): Pipeline {
  return {
    next: { kind: 'run', phase: 'E2E_TEST_GENERATION', round: 1 },
    finished: [],
    rework: { review: 0, validation: 0 },
    redeployments: 0,
  };
}

/**
 * The pipeline after a phase's result.
 * @throws {Error} when the result is not of the phase the pipeline runs: that is a bug in the caller.
 */
export function advance(pipeline: Pipeline, result: PhaseResult, { rework, deliver }: Course): Pipeline {
  const { next } = pipeline;
  if (next.kind !== 'run' || next.phase !== result.phase) {
    const expected = next.kind === 'run' ? next.phase : `nothing, it is at ${next.kind}`;
    throw new Error(`The pipeline expects ${expected}, not a result of ${result.phase}.`);
  }
  const recorded = { ...pipeline, finished: [...pipeline.finished, { round: next.round, result }] };
  switch (result.verdict) {
    case 'already_satisfied':
      return { ...recorded, next: { kind: 'complete', already_satisfied: true } };
    case 'rejected':
      return afterRejection(recorded, result, rework);
    case 'failed':
      return afterFailedProof(recorded, result, rework);
    case 'test_fails':
    case 'implemented':
    case 'approved':
    case 'deployed':
    case 'passed':
      return { ...recorded, next: onward(result.phase, next.round, deliver) };
  }
}

/** The pipeline after the host of its deployment was lost before the proof: it deploys again, within bounds. */
export function deploymentLost(pipeline: Pipeline, message: string): Pipeline {
  const redeployments = pipeline.redeployments + 1;
  const next: NextStep =
    redeployments > MAX_REDEPLOYMENTS
      ? { kind: 'fail', because: { phase: 'E2E_VALIDATION', message } }
      : { kind: 'run', phase: 'STAGING_DEPLOYMENT', round: roundOf(pipeline) };
  return { ...pipeline, redeployments, next };
}

/**
 * The pipeline after the change was handed over: it waits for a word on the pull request where remarks may ask for rework.
 * @throws {Error} when it was not to be handed over: that is a bug in the caller.
 */
export function delivered(pipeline: Pipeline, { status }: PullRequest, { rounds }: DeliveryPlan): Pipeline {
  const { next } = pipeline;
  if (next.kind !== 'deliver') throw new Error(`The pipeline is at ${next.kind}, so there is nothing to deliver.`);
  const waits = rounds > 0 && status === 'open';
  return { ...pipeline, next: waits ? { kind: 'await_review', round: next.round } : DONE };
}

/** Whether remarks on the pull request may still ask for rework. */
export function mayRework({ rework }: Pipeline, { rounds }: DeliveryPlan): boolean {
  return (rework.pull_request ?? 0) < rounds;
}

/**
 * The pipeline after somebody's word on the pull request. Remarks are rework while its rounds last; after that they are
 * answered, and it goes on to wait. `undefined`: nobody said a word in the time there was, and the task ends as it stands.
 */
export function reviewed(pipeline: Pipeline, news: PullRequestNews | undefined, plan: DeliveryPlan): Pipeline {
  if (news === undefined || news.status === 'merged') return { ...pipeline, next: DONE };
  if (news.status === 'closed') {
    const message = 'The pull request was closed without being merged.';
    return { ...pipeline, next: { kind: 'fail', because: { phase: 'DELIVERY', message } } };
  }
  if (news.remarks.length === 0) return pipeline;
  const heard = { ...pipeline, answered: [...(pipeline.answered ?? []), ...news.remarks.map(({ id }) => id)] };
  if (!mayRework(pipeline, plan)) return heard;
  const { rework } = pipeline;
  return backToCoder(
    heard,
    { ...rework, pull_request: (rework.pull_request ?? 0) + 1 },
    { from: 'PULL_REQUEST', remarks: news.remarks },
  );
}

/** Where a pipeline is that has not ended. */
export function stageOf({ next }: Pipeline): Stage | undefined {
  if (next.kind === 'run') return next.phase;
  return isOver(next) ? undefined : 'DELIVERY';
}

/** Whether nothing is left to do. */
export function isOver(next: NextStep): next is Extract<NextStep, { kind: 'complete' | 'fail' }> {
  return next.kind === 'complete' || next.kind === 'fail';
}

/** The latest result of a phase, if it has finished at least once. */
export function latest<P extends Phase>(pipeline: Pipeline, phase: P): ResultOf<P> | undefined {
  return pipeline.finished.findLast(({ result }) => result.phase === phase)?.result as ResultOf<P> | undefined;
}

function roundOf({ rework }: Pipeline): number {
  return 1 + rework.review + rework.validation + (rework.pull_request ?? 0);
}

const DONE: NextStep = { kind: 'complete', already_satisfied: false };

function onward(phase: Phase, round: number, deliver: DeliveryPlan | undefined): NextStep {
  const after = phaseAfter(phase);
  if (after !== undefined) return { kind: 'run', phase: after, round };
  return deliver === undefined ? DONE : { kind: 'deliver', round };
}

function afterRejection(pipeline: Pipeline, { output }: ResultOf<'GUARDIAN_REVIEW'>, bounds: ReworkBounds): Pipeline {
  const { rework } = pipeline;
  if (rework.review >= bounds.review_rounds) {
    const worst = output.findings.find((finding) => finding.severity === 'ERROR') ?? output.findings[0];
    const reason = worst === undefined ? `score ${output.score}` : worst.message;
    return {
      ...pipeline,
      next: {
        kind: 'fail',
        because: { phase: 'GUARDIAN_REVIEW', message: `The review rejected the change: ${reason}` },
      },
    };
  }
  return backToCoder(
    pipeline,
    { ...rework, review: rework.review + 1 },
    { from: 'GUARDIAN_REVIEW', findings: output.findings },
  );
}

function afterFailedProof(pipeline: Pipeline, { output }: ResultOf<'E2E_VALIDATION'>, bounds: ReworkBounds): Pipeline {
  const { rework } = pipeline;
  const failures = output.scenarios.filter((scenario) => scenario.status === 'failed');
  if (rework.validation >= bounds.validation_rounds) {
    const first = failures[0];
    const reason = first === undefined ? 'no scenario passed' : `“${first.name}”: ${first.error ?? 'failed'}`;
    return {
      ...pipeline,
      next: { kind: 'fail', because: { phase: 'E2E_VALIDATION', message: `The test fails on staging: ${reason}` } },
    };
  }
  return backToCoder(pipeline, { ...rework, validation: rework.validation + 1 }, { from: 'E2E_VALIDATION', failures });
}

function backToCoder(pipeline: Pipeline, rework: Pipeline['rework'], feedback: Feedback): Pipeline {
  const reworked = { ...pipeline, rework, feedback };
  return { ...reworked, next: { kind: 'run', phase: 'CODE_IMPLEMENTATION', round: roundOf(reworked) } };
}
