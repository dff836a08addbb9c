import { z } from 'zod';

const common = { scenario: z.string(), done: z.int().min(0), total: z.int().min(0) };

const progressEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('scenario-started'), ...common }),
  z.object({ kind: z.literal('sentence'), sentence: z.string(), ...common }),
  z.object({ kind: z.literal('scenario-ended'), passed: z.boolean(), ...common }),
]);

/** What the reporter inside Playwright's process tells the process that started it. */
export type ProgressEvent = z.output<typeof progressEvent>;

const MARK = 'chimera-progress ';

/** An event as one line of output. */
export const progressLine = (event: ProgressEvent): string => MARK + JSON.stringify(event);

/** The event in a line of output; undefined for a line of ordinary log. */
export function parseProgressLine(line: string): ProgressEvent | undefined {
  if (!line.startsWith(MARK)) return undefined;
  try {
    return progressEvent.safeParse(JSON.parse(line.slice(MARK.length))).data;
  } catch {
    return undefined;
  }
}
