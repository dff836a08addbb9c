import { ApplicationFailure } from '@temporalio/activity';
import type { PullRequestNews } from '../../src/domain/delivery/pull-request.ts';
import type { TaskState } from '../../src/domain/task.ts';
import { QUERY_STATE, UPDATE_CANCEL, UPDATE_DISCARD, UPDATE_REQUEUE } from '../../src/workflows/task/contract.ts';
import { eventually } from '../support/eventually.ts';
import { OPEN_PULL_REQUEST } from '../support/scripted-phases.ts';
import type { PathContext, RecordedPath } from './path-context.ts';
import { decide, run } from './recorded-dead-letters.ts';

const input = { deliver: { rounds: 1, poll_seconds: 1 } };

const ASKED: PullRequestNews = {
  status: 'open',
  remarks: [{ id: 'line:1', author: 'ada', text: 'rename it', file: 'shop.mjs', line: 3 }],
};
const MERGED: PullRequestNews = { status: 'merged', remarks: [] };

const refused = (): never => {
  throw ApplicationFailure.nonRetryable('The token is not accepted.', 'ForgeError');
};
const waiting = async ({ handle }: PathContext): Promise<void> => {
  await eventually('the task waits for a word on its pull request', async () => {
    const { waiting_for } = await handle.query<TaskState>(QUERY_STATE);
    return waiting_for?.kind === 'pull_request' ? true : undefined;
  });
};
const parkedOnce = { input, forge: { deliver: (call: number) => (call === 1 ? refused() : OPEN_PULL_REQUEST) } };

/** Paths of tasks that hand their changes over by pull requests. */
export const DELIVERIES: Readonly<Record<string, RecordedPath>> = {
  'pull-request-opened': { input: { deliver: { rounds: 0, poll_seconds: 60 } } },
  'pull-request-merged': { input, forge: { look: (call) => (call < 3 ? 'nothing' : MERGED) } },
  'pull-request-reworked': { input, forge: { look: (call) => (call === 1 ? ASKED : MERGED) } },
  'pull-request-closed': { input, forge: { look: () => ({ status: 'closed', remarks: [] }) } },
  'pull-request-cancelled': {
    input,
    forge: { look: () => 'nothing' },
    during: async (context) => {
      await waiting(context);
      await context.handle.executeUpdate(UPDATE_CANCEL, { args: [{ reason: 'not needed any more' }] });
    },
  },
  'delivery-parked': { ...parkedOnce, during: decide([UPDATE_REQUEUE, {}]), recorded: run(1) },
  'delivery-again': { ...parkedOnce, during: decide([UPDATE_REQUEUE, {}]), recorded: run(3) },
  'delivery-discarded': { input, forge: { look: refused }, during: decide([UPDATE_DISCARD, {}]) },
};
