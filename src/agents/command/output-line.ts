import { z } from 'zod';

const progress = z.object({
  type: z.literal('progress'),
  message: z.string(),
  fraction: z.number().min(0).max(1).exactOptional(),
});

const failure = z.object({ type: z.literal('error'), transient: z.boolean(), message: z.string().min(1) });

const result = z.looseObject({ type: z.literal('result') });

const message = z.discriminatedUnion('type', [progress, failure, result]);

/** A line of an agent's standard output that speaks the protocol. */
export type OutputLine = z.output<typeof message>;

/** How an agent ends its work: by an answer or by an error. */
export type FinalLine = Exclude<OutputLine, { type: 'progress' }>;

/** Reads one line of standard output; undefined for a line that is only for the log. */
export function readLine(line: string): OutputLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return message.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
