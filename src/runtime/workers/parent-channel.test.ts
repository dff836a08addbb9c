import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type ChildProcess, parentChannel } from './parent-channel.ts';

/** A process that notes what is done to it. */
function childProcess({ hasParent = true } = {}) {
  const done: unknown[] = [];
  const events = new EventEmitter();
  const child = Object.assign(events, {
    pid: 42,
    ...(hasParent ? { send: (message: object) => done.push(message) > 0 } : {}),
    kill: (pid: number, signal: string) => {
      done.push(`${signal} to ${pid}`);
      events.emit(signal);
      return true;
    },
    exit: (code: number) => done.push(`exit ${code}`),
  });
  return { child: child as unknown as ChildProcess, events, done };
}

describe('the channel to the parent', () => {
  it('takes messages there, and what was recorded back', () => {
    const { child, events, done } = childProcess();
    const { send, onRecorded } = parentChannel(child);
    const recorded: number[] = [];
    events.emit('message', { kind: 'recorded', id: 1 });
    onRecorded((id) => recorded.push(id));
    send({ kind: 'ready' });
    events.emit('message', { kind: 'recorded', id: 2 });
    expect(done).toEqual([{ kind: 'ready' }]);
    expect(recorded).toEqual([2]);
  });

  it('takes answers back', () => {
    const { child, events } = childProcess();
    const { onAnswer } = parentChannel(child);
    const answer = { kind: 'answer', id: 1, outcome: { error: 'away' } };
    const answers: unknown[] = [];
    events.emit('message', answer);
    onAnswer((one) => answers.push(one));
    events.emit('message', { ...answer, id: 2 });
    expect(answers).toEqual([{ ...answer, id: 2 }]);
  });

  it('ends the process like SIGTERM when the parent asks for it, once and in a hurry', () => {
    const { child, events, done } = childProcess();
    const { hurried } = parentChannel(child);
    expect(hurried.aborted).toBe(false);
    events.emit('message', { kind: 'stop' });
    events.emit('message', { kind: 'stop' });
    expect(hurried.aborted).toBe(true);
    expect(done).toEqual(['SIGTERM to 42']);
  });

  it('only hurries a process that drains', () => {
    const { child, events, done } = childProcess();
    const { hurried } = parentChannel(child);
    events.emit('SIGTERM');
    events.emit('message', { kind: 'stop' });
    expect(hurried.aborted).toBe(true);
    expect(done).toEqual([]);
  });

  it('ends the process at once when the parent is gone', () => {
    const { child, events, done } = childProcess();
    parentChannel(child);
    events.emit('disconnect');
    expect(done).toEqual(['exit 1']);
  });

  it('is refused to a process that has no parent of that kind', () => {
    expect(() => parentChannel(childProcess({ hasParent: false }).child)).toThrow('not started by itself');
  });
});
