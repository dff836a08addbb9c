import { ApplicationFailure, defineQuery, defineSignal, defineUpdate, log, setHandler } from '@temporalio/workflow';
import { poolSize } from '../../domain/pool/capacity.ts';
import type { Admitted } from '../../domain/pool/admit.ts';
import type { Enqueue, PoolCommand, PoolMessage } from '../../domain/pool/messages.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import {
  type CommandRequest,
  type PoolSummary,
  QUERY_POOL,
  SIGNAL_MESSAGES,
  UPDATE_ADMIT,
  UPDATE_CONFIGURE,
  UPDATE_DRAIN,
  UPDATE_PAUSE,
  UPDATE_RESUME,
  UPDATE_REVERT,
} from './contract.ts';
import { payloadProblem, soundMessages } from './sound-messages.ts';

const messagesSignal = defineSignal<[payload: unknown]>(SIGNAL_MESSAGES);
const admitUpdate = defineUpdate<readonly Admitted[], [payload: unknown]>(UPDATE_ADMIT);
const stateQuery = defineQuery<PoolState>(QUERY_POOL);

/** What the messages act on. */
export interface PoolTarget {
  state(): PoolState;
  receive(messages: readonly PoolMessage[]): void;
  /** Resolves with the leases that tasks being submitted get. */
  admit(asks: readonly Enqueue[]): Promise<readonly Admitted[]>;
  /** Why a command cannot be done, or undefined. */
  refusal(command: PoolCommand): string | undefined;
  /** Resolves when the command is done. */
  obey(command: PoolCommand): Promise<void>;
}

const COMMANDS = [
  [UPDATE_CONFIGURE, 'Changes the settings. Payload: { "change": { "size": 8 }, "reason": "…" }.'],
  [UPDATE_PAUSE, 'Grants nothing more until it is resumed; tasks still come in. Payload: { "reason": "…" }.'],
  [UPDATE_RESUME, 'Takes tasks in and grants leases again. Payload: { "reason": "…" }.'],
  [UPDATE_DRAIN, 'Takes nothing in and grants nothing; what works may end. Payload: { "reason": "…" }.'],
  [UPDATE_REVERT, 'Takes back what the pool did by itself. Payload: { "action": "raise_size", "reason": "…" }.'],
] as const;

/** Answers the pool's signal, query and Updates. */
export function answerPoolMessages(target: PoolTarget): void {
  setHandler(
    messagesSignal,
    (payload) => {
      const { sound, senseless } = soundMessages(payload);
      if (senseless > 0) log.warn('Messages that make no sense were put aside', { messages: senseless });
      target.receive(sound);
    },
    { description: 'Messages of tasks and workers.' },
  );
  setHandler(
    admitUpdate,
    (payload) => target.admit(soundMessages(payload).sound.filter((message) => message.kind === 'enqueue')),
    {
      description: 'Lends leases to tasks that are being submitted, as far as there is room.',
      validator: (payload) => {
        const { senseless } = soundMessages(payload);
        if (senseless > 0) throw ApplicationFailure.nonRetryable('the payload must be a list of asks', 'Refused');
      },
    },
  );
  setHandler(stateQuery, () => target.state(), { description: 'All that the pool knows.' });
  for (const [kind, description] of COMMANDS) {
    setHandler(
      defineUpdate<PoolSummary, [request?: CommandRequest | null]>(kind),
      async (request?: CommandRequest | null): Promise<PoolSummary> => {
        await target.obey(commandOf(kind, request));
        return summaryOf(target.state());
      },
      {
        description,
        validator: (request?: CommandRequest | null): void => {
          const reason = payloadProblem(request, kind) ?? target.refusal(commandOf(kind, request));
          if (reason !== undefined) throw ApplicationFailure.nonRetryable(reason, 'Refused');
        },
      },
    );
  }
}

function commandOf(kind: PoolCommand['kind'], request: CommandRequest | null | undefined): PoolCommand {
  const reason = request?.reason ?? 'by request';
  if (kind === 'revert') return { kind, action: request?.action ?? 'raise_size', reason };
  return kind === 'configure' ? { kind, change: request?.change ?? {}, reason } : { kind, reason };
}

function summaryOf(state: PoolState): PoolSummary {
  const { name, settings, intake, mode, leases, queue } = state;
  return { name, settings, intake, mode, pool_size: poolSize(state), active: leases.length, queued: queue.length };
}
