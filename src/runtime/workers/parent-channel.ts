import type { AnswerToWorker, FromWorker, ToWorker } from './messages.ts';

/** A worker process's way to the process that started it. */
export interface ParentChannel {
  /** @throws {Error} when the parent is gone. */
  send(message: FromWorker): void;
  /** Aborted when the parent has no patience for a drain. */
  readonly hurried: AbortSignal;
  /** Takes note of who is to be told of records that were dealt with. */
  onRecorded(tell: (id: number) => void): void;
  /** Takes note of who is to be told of answers. */
  onAnswer(tell: (answer: AnswerToWorker) => void): void;
}

/** The part of a process that its channel needs. */
export type ChildProcess = Pick<NodeJS.Process, 'pid' | 'send' | 'on' | 'once' | 'kill' | 'exit'>;

/**
 * Opens the channel to the parent. The process ends at once when the parent is gone, and as by SIGTERM when the parent
 * asks it to stop.
 * @throws {Error} when no parent has the other end.
 */
export function parentChannel(own: ChildProcess): ParentChannel {
  const send = own.send?.bind(own);
  if (send === undefined)
    throw new Error('This is a part of `chimera start-all --workers`, and not started by itself.');
  const hurry = new AbortController();
  let recorded: (id: number) => void = () => undefined;
  let answered: (answer: AnswerToWorker) => void = () => undefined;
  let ending = false;
  own.on('disconnect', () => own.exit(1));
  own.once('SIGTERM', () => {
    ending = true;
  });
  own.on('message', (message) => {
    // Only this program's own code has the other end of the channel.
    const said = message as ToWorker;
    if (said.kind === 'recorded') {
      recorded(said.id);
      return;
    }
    if (said.kind === 'answer') {
      answered(said);
      return;
    }
    hurry.abort();
    // A second one would end the process without handing anything back.
    if (!ending) own.kill(own.pid, 'SIGTERM');
  });
  return {
    send: (message) => void send(message),
    hurried: hurry.signal,
    onRecorded: (tell) => {
      recorded = tell;
    },
    onAnswer: (tell) => {
      answered = tell;
    },
  };
}
