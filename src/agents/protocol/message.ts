import { z } from 'zod';

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
});

const result = z.looseObject({ type: z.literal('result') });

const message = z.discriminatedUnion('type', [progress, failure, result]);

/** What an agent says in the protocol: a line of a program's standard output, a line or the whole of an HTTP answer. */
export type AgentMessage = z.output<typeof message>;

/** An agent's word that its work failed. */
export type ErrorMessage = Extract<AgentMessage, { type: 'error' }>;

/** How an agent ends its work: by an answer or by an error. */
export type FinalMessage = Exclude<AgentMessage, { type: 'progress' }>;

/** Reads one line; undefined for a line that does not speak the protocol and is only for the log. */
export function readLine(line: string): AgentMessage | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return message.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Reads a message out of parsed JSON, or says what is wrong with it, field by field. */
export function readMessage(value: unknown): { readonly message: AgentMessage } | { readonly problem: string } {
  const read = message.safeParse(value);
  return read.success ? { message: read.data } : { problem: problemText(read.error, 'the message') };
}

/** The problems that a schema found, each with its field; `whole` names what has no field. */
export function problemText({ issues }: z.ZodError, whole: string): string {
  return issues.map(({ path, message }) => `${path.join('.') || whole}: ${message}`).join('; ');
}
