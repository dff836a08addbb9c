import { z } from 'zod';
import type { Logger } from '../../observability/logging.ts';

const logLine = z.object({
  level: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']),
  message: z.string().default(''),
  task_id: z.string().optional(),
  workflow_phase: z.string().optional(),
  trace_id: z.string().optional(),
  span_id: z.string().optional(),
  context: z.record(z.string(), z.unknown()).default({}),
});

/** Writes a line that a worker process printed into this process's log; what is no line of a log becomes a warning. */
export function relayLine(log: Logger, line: string): void {
  const read = logLine.safeParse(parsed(line));
  if (!read.success) {
    if (line.trim() !== '') log.warn({}, line);
    return;
  }
  const { level, message, context, ...about } = read.data;
  log[level]({ ...context, ...about }, message);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
