import proto from '@temporalio/proto';
import { describe, expect, it } from 'vitest';
import type { AgentAction } from '../../../src/domain/phase.ts';
import type { JournalEntry } from '../ground/journal.ts';
import { openCalls } from '../ground/journal.ts';
import { mostAtOnce } from './at-once.ts';
import { callsInVain } from './effects.ts';
import { latestRuns } from './executions.ts';
import { breachesOf } from './pool-watch.ts';
import { departures, versionsOf } from './versions.ts';

function entry(what: JournalEntry['what'], action: AgentAction, call = 1): JournalEntry {
  const key = `chimera-000000000001:${action}:1`;
  return {
    at: 0,
    what,
    task: 'chimera-000000000001',
    action,
    round: 1,
    key,
    call,
    token: 1,
    run: 'one',
    workspace: '/',
  };
}

describe('the leases of one moment', () => {
  const lease = (task_id: string, token: number) => ({ task_id, token });

  it('are sound as many as there may be', () => {
    expect(breachesOf([lease('a', 1), lease('b', 2)], 2, new Map())).toEqual([]);
  });

  it('are not sound beyond that, nor two for one task', () => {
    expect(breachesOf([lease('a', 1), lease('a', 2)], 1, new Map())).toEqual([
      '2 leases at once, of 1',
      'two leases of one task at once',
    ]);
  });

  it('are not sound with a token that another task had before', () => {
    const holders = new Map<number, string>();
    breachesOf([lease('a', 1)], 1, holders);
    expect(breachesOf([lease('b', 1)], 1, holders)).toEqual(['token 1 went to a and to b']);
  });
});

describe('the journal of the agents', () => {
  it('tells the calls that have not ended', () => {
    const cutOff = entry('begin', 'implement_feature');
    const journal = [cutOff, entry('begin', 'implement_feature', 2), entry('failed', 'implement_feature', 2)];
    expect(openCalls(journal)).toEqual([cutOff]);
  });

  it('tells a call whose phase was over, and no call of a phase that goes on', () => {
    const good = [entry('begin', 'implement_feature'), entry('begin', 'implement_feature', 2)];
    expect(callsInVain([...good, entry('begin', 'review_change')])).toEqual([]);
    expect(callsInVain([...good, entry('begin', 'review_change'), entry('begin', 'implement_feature', 3)])).toEqual([
      'chimera-000000000001:implement_feature:1 was called again after it had finished',
    ]);
  });
});

it('of several runs of a task the one that began last counts', () => {
  const run = (run_id: string, started_at: number) => ({ task_id: 'a', run_id, started_at, status: 'RUNNING' });
  expect(latestRuns([run('first', 1), run('third', 3), run('second', 2)]).get('a')?.run_id).toBe('third');
});

describe('what was there at once', () => {
  it('is not what ended as the next began', () => {
    expect(mostAtOnce([{ from: 0, until: 5 }, { from: 5, until: 9 }, { from: 9 }])).toBe(1);
  });

  it('is the most of any moment, with what has no end', () => {
    expect(mostAtOnce([{ from: 0 }, { from: 2, until: 4 }, { from: 3, until: 6 }, { from: 5, until: 8 }])).toBe(3);
    expect(mostAtOnce([])).toBe(0);
  });
});

describe('a history', () => {
  const decided = (buildId: string) => ({ workflowTaskCompletedEventAttributes: { workerVersion: { buildId } } });
  const failedFor = (cause: number) => ({
    workflowTaskFailedEventAttributes: { cause, failure: { message: 'a step' } },
  });

  it('tells the versions that decided in it', () => {
    expect([...versionsOf({ events: [decided('one'), {}, decided('two'), decided('one')] })]).toEqual(['one', 'two']);
  });

  it('tells where code departed from it, and not that a message came in between', () => {
    const {
      WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND: between,
      WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR: departed,
    } = proto.temporal.api.enums.v1.WorkflowTaskFailedCause;
    expect(departures({ events: [failedFor(between)] })).toEqual([]);
    expect(departures({ events: [failedFor(departed)] })).toEqual(['a step']);
  });
});
