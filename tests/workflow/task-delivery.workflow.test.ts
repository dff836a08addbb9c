import { ApplicationFailure } from '@temporalio/activity';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../src/domain/dead-letter.ts';
import type { PullRequestNews } from '../../src/domain/delivery/pull-request.ts';
import type { TaskState } from '../../src/domain/task.ts';
import {
  QUERY_DEAD_LETTER,
  QUERY_STATE,
  TASK_QUEUE,
  TASK_WORKFLOW,
  UPDATE_CANCEL,
  UPDATE_DISCARD,
  UPDATE_REQUEUE,
} from '../../src/workflows/task/contract.ts';
import { eventually } from '../support/eventually.ts';
import {
  type ForgeScript,
  GOOD,
  OPEN_PULL_REQUEST,
  type Play,
  REJECTION,
  type Scripts,
} from '../support/scripted-phases.ts';
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

/** Runs one task that hands its change over; `during` acts on it while it runs. */
async function trial(
  { forge = {}, scripts = {}, rounds = 1, every = 3_600 }: Readonly<Partial<Trial>>,
  during: (handle: WorkflowHandle, play: Play) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ state: TaskState; play: Play; handle: WorkflowHandle }> {
  count += 1;
  const workflowId = `chimera-${count.toString(16).padStart(12, 'd')}`;
  const play = stage.play(workflowId, scripts, forge);
  const args = [taskInput({ deliver: { rounds, poll_seconds: every } })];
  const handle = await server().client.workflow.start(TASK_WORKFLOW, { taskQueue: TASK_QUEUE, workflowId, args });
  await during(handle, play);
  const latest = server().client.workflow.getHandle(workflowId);
  const state = await latest.result().then(
    (end) => end as TaskState,
    async (error: unknown) => {
      if (!(error instanceof WorkflowFailedError)) throw error;
      return await latest.query<TaskState>(QUERY_STATE);
    },
  );
  return { state, play, handle: latest };
}

const away = (): never => {
  throw ApplicationFailure.nonRetryable('401', 'ForgeError');
};
const stateOf = (handle: WorkflowHandle): Promise<TaskState> => handle.query<TaskState>(QUERY_STATE);

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

  it('is parked with its proven change when it cannot be handed over, and goes on there', async () => {
    const { state, play } = await trial(
      { rounds: 0, forge: { deliver: (call) => (call === 1 ? away() : OPEN_PULL_REQUEST) } },
      async (handle) => {
        const letter = await eventually('it is parked', async () => {
          const found = await handle.query<DeadLetter | null>(QUERY_DEAD_LETTER);
          return found?.status === 'parked' ? found : undefined;
        });
        expect(letter).toMatchObject({ phase: 'DELIVERY', error: { phase: 'DELIVERY', message: '401' } });
        expect(await stateOf(handle)).toMatchObject({ status: 'dead_lettered' });
        await handle.executeUpdate(UPDATE_REQUEUE);
      },
    );
    expect(state).toMatchObject({ status: 'completed', pull_request: { number: 7 } });
    expect(play.deliveries).toHaveLength(2);
    // No phase is done again for it.
    expect(play.calls).toHaveLength(5);
  });

  it('is parked while it waits when its forge refuses, and is withdrawn when it is discarded', async () => {
    const { state, play } = await trial({ forge: { look: away } }, async (handle) => {
      await eventually('it is parked', async () =>
        (await stateOf(handle)).status === 'dead_lettered' ? true : undefined,
      );
      await handle.executeUpdate(UPDATE_DISCARD);
    });
    expect(state.status).toBe('discarded');
    expect(play.withdrawn).toMatchObject([{ status: 'discarded', pull_request: { status: 'open' } }]);
    expect(play.closings.map(({ release }) => release?.message.kind)).toEqual(['parked', 'unparked']);
  });

  it('can be cancelled while it waits', async () => {
    const { state, play } = await trial({ forge: { look: () => 'nothing' } }, async (handle) => {
      await eventually('it waits', async () =>
        (await stateOf(handle)).waiting_for?.kind === 'pull_request' ? true : undefined,
      );
      await handle.executeUpdate(UPDATE_CANCEL, { args: [{ reason: 'no more' }] });
    });
    expect(state).toMatchObject({ status: 'cancelled', error: { phase: 'DELIVERY', message: 'no more' } });
    expect(play.withdrawn).toMatchObject([{ status: 'cancelled' }]);
  });
});
