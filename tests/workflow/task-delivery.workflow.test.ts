import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import type { PullRequestNews } from '../../src/domain/delivery/pull-request.ts';
import type { TaskState } from '../../src/domain/task.ts';
import { TASK_QUEUE, TASK_WORKFLOW } from '../../src/workflows/task/contract.ts';
import { type ForgeScript, GOOD, type Play, REJECTION, type Scripts } from '../support/scripted-phases.ts';
import { skippingStage } from '../support/skipping-stage.ts';
import { taskInput } from '../support/task-input.ts';

const { stage, server } = skippingStage();
let count = 0;

const REMARK = { id: 'line:1', author: 'ada', text: 'rename it' };
const ASKED: PullRequestNews = { status: 'open', remarks: [REMARK] };
const MERGED: PullRequestNews = { status: 'merged', remarks: [] };

interface Trial {
  readonly forge: ForgeScript;
  readonly scripts: Scripts;
  readonly rounds: number;
  /** Seconds between looks. */
  readonly every: number;
}

/** Runs one task that hands its change over, to its end. */
async function trial({
  forge = {},
  scripts = {},
  rounds = 1,
  every = 3_600,
}: Readonly<Partial<Trial>>): Promise<{ state: TaskState; play: Play; handle: WorkflowHandle }> {
  count += 1;
  const workflowId = `chimera-${count.toString(16).padStart(12, 'd')}`;
  const play = stage.play(workflowId, scripts, forge);
  const args = [taskInput({ deliver: { rounds, poll_seconds: every } })];
  const handle = await server().client.workflow.start(TASK_WORKFLOW, { taskQueue: TASK_QUEUE, workflowId, args });
  const state = await handle.result().then(
    (end) => end as TaskState,
    (error: unknown) => {
      if (!(error instanceof WorkflowFailedError) || !(error.cause instanceof ApplicationFailure)) throw error;
      return error.cause.details?.[0] as TaskState;
    },
  );
  return { state, play, handle };
}

// What an operator decides about one that waits or is parked is tried with the real server: tests/integration/pull-requests.test.ts
// and the recorded paths. This one skips time under the decision.
describe('a task that hands its change over by a pull request', () => {
  it('is done when that is open, where no remarks are worked on', async () => {
    const { state, play } = await trial({ rounds: 0 });
    expect(state).toMatchObject({ status: 'completed', pull_request: { status: 'open', commit_sha: 'c2' } });
    expect(play.looks).toEqual([]);
    expect(play.deliveries).toEqual([
      expect.objectContaining({ summary: 'done', review: { score: 1, findings: [] }, takes_remarks: false }),
    ]);
  });

  it('waits for days without a lease, at no more events for it, and ends when it is merged', async () => {
    const { state, play, handle } = await trial({
      forge: { look: (call) => (call < 100 ? 'nothing' : MERGED) },
    });
    expect(state).toMatchObject({ status: 'completed', pull_request: { status: 'merged' } });
    expect(play.looks).toHaveLength(100);
    // Its pool knows that the work is done, since the lease comes back long before the task ends.
    expect(play.told.at(-1)).toMatchObject({ kind: 'release', outcome: { status: 'completed' } });
    expect(play.closings.map(({ release }) => release)).toEqual([undefined]);
    const waited = Date.parse(state.finished_at ?? '') - Date.parse(state.created_at);
    expect(waited).toBeGreaterThan(99 * 3_600_000);
    expect((await handle.fetchHistory()).events?.length).toBeLessThan(80);
  });

  it('goes back to its coder with the remarks, then brings the pull request up to date and waits on', async () => {
    const { state, play } = await trial({ forge: { look: (call) => (call === 1 ? ASKED : MERGED) } });
    expect(state).toMatchObject({ status: 'completed', round: 2, rework: { pull_request: 1 } });
    expect(play.order().slice(5)).toEqual([
      'CODE_IMPLEMENTATION 2',
      'GUARDIAN_REVIEW 2',
      'STAGING_DEPLOYMENT 2',
      'E2E_VALIDATION 2',
    ]);
    expect(play.calls[5]?.feedback).toEqual({ from: 'PULL_REQUEST', remarks: [REMARK] });
    expect(play.deliveries.map(({ takes_remarks }) => takes_remarks)).toEqual([true, false]);
    expect(play.deliveries[1]).toMatchObject({ state: { round: 2 }, feedback: { from: 'PULL_REQUEST' } });
    expect(play.looks.map(({ answered, takes_remarks }) => [answered, takes_remarks])).toEqual([
      [[], true],
      [['line:1'], false],
    ]);
  });

  it('ends as it stands when nobody says a word for 30 days', async () => {
    const { state } = await trial({ forge: { look: () => 'nothing' }, every: 86_400 });
    expect(state).toMatchObject({ status: 'completed', pull_request: { status: 'open' } });
    const waited = Date.parse(state.finished_at ?? '') - Date.parse(state.created_at);
    // A further look would come after the end.
    expect(Math.round(waited / 86_400_000)).toBe(29);
  });

  it('fails when somebody closes it, and says nothing more there', async () => {
    const { state, play } = await trial({ forge: { look: () => ({ status: 'closed', remarks: [] }) } });
    expect(state).toMatchObject({ status: 'failed', error: { phase: 'DELIVERY', type: 'Verdict' } });
    expect(play.withdrawn).toEqual([]);
  });

  it('that ends without success says so there', async () => {
    const review = (_: unknown, call: number) => (call === 1 ? GOOD.GUARDIAN_REVIEW : REJECTION);
    const { state, play } = await trial({ forge: { look: () => ASKED }, scripts: { GUARDIAN_REVIEW: review } });
    expect(state).toMatchObject({ status: 'failed', error: { phase: 'GUARDIAN_REVIEW' } });
    expect(play.withdrawn).toMatchObject([{ status: 'failed', pull_request: { status: 'open' } }]);
  });
});
