import { z } from 'zod';
import { type JsonBounds, jsonExcess } from '../../domain/json-excess.ts';

const progress = z.object({
  type: z.literal('progress'),
  message: z.string(),
  fraction: z.number().min(0).max(1).exactOptional(),
});

const failure = z.object({
  type: z.literal('error'),
  transient: z.boolean(),
  message: z.string().min(1),
  /** A time before which the agent takes no call; counts with `transient: true` only. */
  retry_after_seconds: z.number().nonnegative().exactOptional(),
  /** What the work took all the same: see told-usage.ts. */
  usage: z.unknown().exactOptional(),
  session: z.unknown().exactOptional(),
});

/** What else stands in a result is read by whoever wants it: to look at each of its fields here takes time of its own. */
const message = z.discriminatedUnion('type', [progress, failure, z.object({ type: z.literal('result') })]);

/** An agent's answer to what it was asked for. */
interface ResultMessage {
  readonly type: 'result';
  readonly [field: string]: unknown;
}

/** What an agent says in the protocol: a line of a program's standard output, a line or the whole of an HTTP answer. */
export type AgentMessage = z.output<typeof progress> | z.output<typeof failure> | ResultMessage;

/** An agent's word that its work failed. */
export type ErrorMessage = Extract<AgentMessage, { type: 'error' }>;

/** How an agent ends its work: by an answer or by an error. */
export type FinalMessage = Exclude<AgentMessage, { type: 'progress' }>;

/** What a message may have at most, whatever its length: much more takes as long to parse as an event loop may wait. */
const MOST: JsonBounds = { depth: 100, values: 200_000 };

/**
 * Parses what an agent says.
 * @throws {SyntaxError} when it is no JSON, or has more in it than a message may.
 */
export function parseMessage(text: string): unknown {
  const excess = jsonExcess(text, MOST);
  if (excess !== undefined) throw new SyntaxError(`it has ${excess}`);
  return JSON.parse(text);
}

/** Reads one line; undefined for a line that does not speak the protocol and is only for the log. */
export function readLine(line: string): AgentMessage | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const read = readMessage(parseMessage(line));
    return 'message' in read ? read.message : undefined;
  } catch {
    return undefined;
  }
}

/** Reads a message out of parsed JSON, or says what is wrong with it, field by field. */
export function readMessage(value: unknown): { readonly message: AgentMessage } | { readonly problem: string } {
  const read = message.safeParse(value);
  if (!read.success) return { problem: problemText(read.error, 'the message') };
  return { message: read.data.type === 'result' ? (value as ResultMessage) : read.data };
}

/** How many problems are told. */
const MOST_PROBLEMS = 20;

/** The problems that a schema found, each with its field, of many the first 20; `whole` names what has no field. */
export function problemText({ issues }: z.ZodError, whole: string): string {
  const told = issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => `${path.join('.') || whole}: ${message}`);
  return [...told, ...(issues.length > told.length ? [`and ${issues.length - told.length} more`] : [])].join('; ');
}
