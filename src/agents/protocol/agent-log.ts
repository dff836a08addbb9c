import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TerminalAgentError } from '../../domain/failure.ts';
import type { AgentAction } from '../../domain/phase.ts';

/** The file among the artifacts that has what an agent said beyond the protocol. */
const AGENT_LOG = 'agent.log';

/** Characters of a log that are kept from its beginning; its end is kept besides. */
const MAX_LOG_LENGTH = 8 * 1024 * 1024;

/** An agent's log lines on their way to a file. */
export interface AgentLog {
  readonly line: (text: string) => void;
  /** Writes the file to its end; of a log that was too long, `tail` is its last part. Safe to repeat. */
  close(tail: string): Promise<void>;
}

/** Begins a call of an agent for some actions: the folder of its artifacts, with its log opened in it. Rejects an action that is not among them. */
export async function beginCall(
  actions: readonly AgentAction[],
  action: AgentAction,
  artifacts: string,
  signal: AbortSignal,
): Promise<AgentLog> {
  if (!actions.includes(action)) throw new TerminalAgentError(`This agent can ${actions.join(', ')}, not ${action}.`);
  signal.throwIfAborted();
  await mkdir(artifacts, { recursive: true });
  return openLog(join(artifacts, AGENT_LOG));
}

/** Opens a log file in place of what was there. When it cannot be written, `close` rejects. */
export function openLog(file: string, maxLength = MAX_LOG_LENGTH): AgentLog {
  const stream = createWriteStream(file);
  const failed = once(stream, 'error').then(([error]: unknown[]) => Promise.reject(error as Error));
  failed.catch(() => undefined);
  let length = 0;
  let dropped = 0;
  let closed: Promise<void> | undefined;
  const end = async (tail: string): Promise<void> => {
    if (dropped > 0) stream.write(`[${dropped} lines left out; the output ends with:]\n${tail}\n`);
    stream.end();
    await Promise.race([once(stream, 'close'), failed]);
  };
  return {
    line: (text) => {
      if (dropped > 0 || length + text.length > maxLength) dropped += 1;
      else stream.write(`${text}\n`);
      length += text.length + 1;
    },
    close: (tail) => (closed ??= end(tail)),
  };
}
