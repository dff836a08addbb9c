import { setTimeout as delay } from 'node:timers/promises';
import { RequestError } from '@agentclientprotocol/sdk';
import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';
import { endWords, cannotBeRun, endOfOutput, unstartable } from '../process/program-end.ts';
import { type ProcessOptions, type ProcessResult, type ProgramStreams, runProcess } from '../process/run-process.ts';

/** A program to talk with, and what ends the talk before its time. */
export interface Talk<T> {
  readonly program: Pick<ProcessOptions, 'command' | 'cwd' | 'confine' | 'env' | 'onStderr'>;
  readonly talk: (streams: ProgramStreams) => Promise<T>;
  /** Aborted: the talk may end by itself, then the program is ended. */
  readonly signal: AbortSignal;
  /** How long the talk may take to end by itself, in ms. */
  readonly graceMs: () => number;
}

/** How long a program whose connection ended may take to end itself, in ms, so that it can be said how. */
const EXIT_MS = 1_000;

const OVER = new Error('The talk is over.');

/**
 * Runs an agent's program, talks with it once, and ends it with all that it started.
 * @throws {RequestError} with the agent's own error; {TransientAgentError | TerminalAgentError} when its program ended before
 *   it answered, or could not be run; the signal's reason when that is aborted.
 */
export async function talkOnce<T>({ program, talk, signal, graceMs }: Talk<T>): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  const talked = Promise.withResolvers<T>();
  // Settled once the program is gone: how it ended, or undefined when it was ended here.
  const gone = runProcess({
    ...program,
    signal: over.signal,
    talk: (streams) => {
      talk(streams).then(talked.resolve, talked.reject);
    },
  }).catch((error: unknown) => {
    if (error === OVER) return undefined;
    talked.reject(error);
    throw error;
  });
  gone.catch(() => undefined);
  try {
    return await Promise.race([talked.promise, rejectedBy(signal, graceMs)]);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RequestError || error instanceof TerminalAgentError) throw error;
    const ended = await Promise.race([gone.catch(unstartable), delay(EXIT_MS)]);
    throw endedEarly(ended ?? undefined, error);
  } finally {
    over.abort(OVER);
    await gone.catch(() => undefined);
  }
}

/** Rejects with the signal's reason, when an agent that is asked to stop should have. */
function rejectedBy(signal: AbortSignal, graceMs: () => number): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener(
    'abort',
    () => {
      setTimeout(() => {
        reject(signal.reason);
      }, graceMs()).unref();
    },
    { once: true },
  );
  return promise;
}

/** The failure of an agent whose connection ended before it was done; `ended` is undefined while its program still runs. */
function endedEarly(ended: ProcessResult | undefined, cause: unknown): Error {
  if (ended === undefined) {
    return new TransientAgentError('The agent closed its connection before it was done.', { cause });
  }
  const words = endOfOutput(ended);
  const tail = words === '' ? '' : ` Its errors end with:\n${words}`;
  return cannotBeRun(ended)
    ? new TerminalAgentError(`The agent’s program could not be run (exit code ${ended.exitCode ?? '?'}).${tail}`)
    : new TransientAgentError(`The agent ${endWords(ended)} before it was done.${tail}`);
}
