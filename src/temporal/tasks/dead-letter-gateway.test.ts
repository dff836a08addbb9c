import { type Client, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { deadLetter, requeued, taskId } from '../../../tests/support/dead-letters.ts';
import type { Observation } from './task-gateway.ts';
import { TaskSilentError, TemporalUnavailableError } from '../call.ts';
import { createTemporalDeadLetters } from './dead-letter-gateway.ts';

const ID = taskId(1);
const OPEN: Observation = { run_id: 'r', history_length: 5, created_at: '2026-03-01T12:00:00.000Z' };
const notFound = () => Promise.reject(new WorkflowNotFoundError('no', ID, undefined));
const unavailable = () => Promise.reject(Object.assign(new Error('grpc'), { code: 14, details: 'x', metadata: {} }));

interface Answers {
  query?: () => Promise<unknown>;
  executeUpdate?: (name: string, options: { args: unknown[] }) => Promise<unknown>;
  observe?: () => Promise<Observation | undefined>;
}

/** A gateway over a client that answers as told. */
function gateway({ observe = () => Promise.resolve(OPEN), ...handle }: Answers) {
  const client = {
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    workflow: { getHandle: () => handle },
  };
  return createTemporalDeadLetters(client as unknown as Client, observe);
}

describe('a look at a dead letter', () => {
  it('is what the workflow answers', async () => {
    expect(await gateway({ query: () => Promise.resolve(deadLetter()) }).deadLetter(ID)).toEqual(deadLetter());
    expect(await gateway({ query: () => Promise.resolve(null) }).deadLetter(ID)).toBeNull();
  });

  it('finds none of a task that Temporal does not know', async () => {
    expect(await gateway({ query: notFound }).deadLetter(ID)).toBeNull();
  });

  it('is undefined while no worker answers, and for a workflow that does not know the question', async () => {
    expect(await gateway({ query: unavailable }).deadLetter(ID)).toBeUndefined();
    expect(await gateway({ query: () => Promise.reject(new Error('unknown query')) }).deadLetter(ID)).toBeUndefined();
  });

  it('fails while Temporal is away', async () => {
    const away = () => Promise.reject(new TemporalUnavailableError('away'));
    await expect(gateway({ query: unavailable, observe: away }).deadLetter(ID)).rejects.toThrow('away');
  });
});

describe('a decision', () => {
  const decide = (answers: Answers) => gateway(answers).decide('requeue', ID, { generation: 1 });

  it('is an Update of that name, as is a note', async () => {
    const seen: unknown[] = [];
    const letters = gateway({
      executeUpdate: (name, { args }) => {
        seen.push([name, ...args]);
        return Promise.resolve(requeued(deadLetter()));
      },
    });
    const done = await letters.decide('requeue', ID, { generation: 1, reason: 'x' });
    expect(done).toEqual({ kind: 'done', entry: requeued(deadLetter()) });
    await letters.decide('discard', ID, { generation: 2 });
    await letters.annotate(ID, { generation: 1, investigated: true });
    expect(seen).toEqual([
      ['requeue', { generation: 1, reason: 'x' }],
      ['discard', { generation: 2 }],
      ['annotate', { generation: 1, investigated: true }],
    ]);
  });

  it('may be refused, in the words of the workflow', async () => {
    const failure = ApplicationFailure.create({ message: 'It was discarded.' });
    const refused = (cause?: Error) => () => Promise.reject(new WorkflowUpdateFailedError('no', cause));
    expect(await decide({ executeUpdate: refused(failure) })).toEqual({ kind: 'refused', reason: 'It was discarded.' });
    expect(await decide({ executeUpdate: refused() })).toEqual({ kind: 'refused', reason: 'no' });
  });

  it('meets a closed workflow, or none', async () => {
    expect(await decide({ executeUpdate: notFound })).toEqual({ kind: 'closed' });
    const observe = () => Promise.resolve(undefined);
    expect(await decide({ executeUpdate: notFound, observe })).toEqual({ kind: 'unknown' });
  });

  it('fails while Temporal is away, and otherwise while its workers are', async () => {
    await expect(decide({ executeUpdate: unavailable })).rejects.toThrow(TaskSilentError);
    const away = () => Promise.reject(new TemporalUnavailableError('away'));
    await expect(decide({ executeUpdate: unavailable, observe: away })).rejects.toThrow('away');
  });
});
