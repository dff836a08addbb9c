import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attemptOf } from '../../../tests/support/activities/phase-input.ts';
import type { Heartbeat } from '../../domain/heartbeat/heartbeat.ts';
import { type AgentCallUnderWay, createJournal } from '../../journal/event.ts';
import { type HeartbeatSender, startHeartbeatSender } from './heartbeat-sender.ts';

const PLACE = { name: 'worker-1@host', process: 'host:1:2' };
const callIn = (task_id: string): AgentCallUnderWay => {
  return {
    id: 'call-1',
    attempt: attemptOf('CODE_IMPLEMENTATION', { task_id }),
    agent: 'coder-agent',
    action: 'implement_feature',
    began: 0,
  };
};
const AT_WORK = 'chimera-000000000001 CODE_IMPLEMENTATION';

/** Tells the sender of a call that begins, and of what becomes of it. */
function began(task_id = 'chimera-000000000001') {
  const call = callIn(task_id);
  const { tell } = createJournal([sender.reader]);
  tell({ kind: 'call_began', call });
  return {
    progressed: () => {
      tell({ kind: 'call_progressed', call });
    },
    ended: () => {
      tell({ kind: 'call_ended', call, at: 0, end: 'answered' });
    },
  };
}

let sender: HeartbeatSender;
let sent: Heartbeat[];

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  sender = startHeartbeatSender({
    place: PLACE,
    agents: ['coder-agent', 'guardian-agent'],
    intervalMs: 5_000,
    records: { record: (record) => record.of === 'heartbeat' && sent.push(record.heartbeat) },
    now: () => Date.now(),
  });
});
afterEach(() => {
  sender.stop('stopped', 'the test is over');
  vi.useRealTimers();
});

/** What was sent since it was last asked. */
const said = () => sent.splice(0).map(({ name, event, what }) => [name, event, what]);

describe('a sender', () => {
  it('beats for its worker at once and from then on within each interval, for agents once they can be called', () => {
    expect(said()).toEqual([['worker-1@host', 'beat', 'starting']]);
    vi.advanceTimersByTime(4_999);
    expect(said()).toEqual([['worker-1@host', 'beat', 'starting']]);
    sender.ready();
    const all = [
      ['worker-1@host', 'beat', 'idle'],
      ['coder-agent', 'beat', 'idle'],
      ['guardian-agent', 'beat', 'idle'],
    ];
    expect(said()).toEqual(all);
    for (let interval = 0; interval < 3; interval += 1) {
      vi.advanceTimersByTime(5_000);
      expect(said().slice(0, 3)).toEqual(all);
    }
  });

  it('names itself, its interval and its kind', () => {
    sender.ready();
    expect(sent[0]).toMatchObject({ ...PLACE, kind: 'worker', interval_ms: 5_000 });
    expect(sent.at(-1)).toMatchObject({ kind: 'agent', name: 'guardian-agent', process: 'host:1:2' });
  });

  it('says what is worked on, at its begin and with progress, of each agent once a second at most', () => {
    sender.ready();
    vi.advanceTimersByTime(1_000);
    said();
    const running = began();
    expect(said()).toEqual([['coder-agent', 'beat', AT_WORK]]);
    running.progressed();
    vi.advanceTimersByTime(999);
    running.progressed();
    expect(said()).toEqual([]);
    vi.advanceTimersByTime(1);
    running.progressed();
    expect(said()).toEqual([['coder-agent', 'beat', AT_WORK]]);
    vi.advanceTimersByTime(2_000);
    expect(said()).toEqual([
      ['worker-1@host', 'beat', AT_WORK],
      ['coder-agent', 'beat', AT_WORK],
      ['guardian-agent', 'beat', 'idle'],
    ]);
    running.ended();
    vi.advanceTimersByTime(4_000);
    expect(said()[1]).toEqual(['coder-agent', 'beat', 'idle']);
  });

  it('names three of many calls', () => {
    sender.ready();
    const calls = ['a', 'b', 'c', 'd', 'e'].map((task_id) => began(task_id));
    said();
    vi.advanceTimersByTime(4_000);
    const three = ['a', 'b', 'c'].map((task_id) => `${task_id} CODE_IMPLEMENTATION`).join(', ');
    expect(said()[0]?.[2]).toBe(`${three}, and 2 more`);
    for (const call of calls) call.ended();
  });

  it('speaks, while it drains, for the agents alone that are at work', () => {
    sender.ready();
    const running = began();
    said();
    sender.draining();
    expect(said()).toEqual([
      ['worker-1@host', 'beat', `draining: ${AT_WORK}`],
      ['coder-agent', 'beat', AT_WORK],
    ]);
    running.ended();
    vi.advanceTimersByTime(4_000);
    expect(said()).toEqual([['worker-1@host', 'beat', 'draining']]);
  });

  it('says last how it ended, and nothing after that', () => {
    sender.ready();
    const running = began();
    said();
    sender.stop('stopped', 'it ended as it was asked to');
    sender.stop('died', 'too late');
    vi.advanceTimersByTime(60_000);
    running.progressed();
    expect(said()).toEqual([['worker-1@host', 'stopped', 'it ended as it was asked to']]);
  });
});
