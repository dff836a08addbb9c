import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';
import { splitLines } from '../process/output-lines.ts';
import { parseMessage, readLine, readMessage, type AgentMessage, type FinalMessage } from '../protocol/message.ts';
import type { Reply } from './exchange.ts';
import { readText, tooLarge } from './read-text.ts';
import { refusalOf } from './refusal.ts';

/** Who hears what an agent says before its end. */
export interface Listener {
  progress(message: string, fraction?: number): void;
  /** What does not speak the protocol. */
  log(line: string): void;
  readonly maxAnswerBytes: number;
  /** Ms since the epoch. */
  now(): number;
}

/**
 * The end of the work that a reply other than 202 tells: one JSON document, or lines of which the first result or error
 * ends it.
 * @throws {TransientAgentError | TerminalAgentError | TryAgainLaterError} for a status or a body that is no answer.
 */
export async function finalMessage(reply: Reply, listener: Listener): Promise<FinalMessage> {
  if (reply.status !== 200) throw await refusalOf(reply, listener.now());
  const [type = ''] = (reply.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() === 'application/x-ndjson') return fromLines(reply, listener);
  const message = wholeMessage(await readText(reply, listener.maxAnswerBytes));
  if (message.type !== 'progress') return message;
  throw new TerminalAgentError('The agent answered 200 with progress: it ends with a result or an error, or says 202.');
}

/** The one message that a body is; an error shows what is no JSON, or names the field that is wrong. */
function wholeMessage(text: string): AgentMessage {
  let value: unknown;
  try {
    value = parseMessage(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const beginning = JSON.stringify(text.slice(0, 200));
    throw new TerminalAgentError(
      `The agent's answer is not JSON that can be read: ${why}; it begins with: ${beginning}`,
    );
  }
  const read = readMessage(value);
  if ('message' in read) return read.message;
  throw new TerminalAgentError(`The agent's answer is not valid: ${read.problem}`);
}

async function fromLines({ body }: Reply, { progress, log, maxAnswerBytes }: Listener): Promise<FinalMessage> {
  const finals: FinalMessage[] = [];
  const hear = (line: string): void => {
    if (finals.length > 0) return;
    if (Buffer.byteLength(line) > maxAnswerBytes) throw tooLarge(maxAnswerBytes);
    const message = readLine(line);
    if (message === undefined) log(line);
    else if (message.type === 'progress') progress(message.message, message.fraction);
    else finals.push(message);
  };
  // One character more than fits, so that a line that was cut is known by its length.
  const lines = splitLines(hear, maxAnswerBytes + 1);
  for await (const chunk of body) {
    lines.push(chunk);
    if (finals.length > 0) break;
  }
  lines.end();
  const [final] = finals;
  // Whatever stands between may end a stream as if it were complete.
  if (final === undefined) throw new TransientAgentError("The agent's stream ended without a result or an error.");
  return final;
}
