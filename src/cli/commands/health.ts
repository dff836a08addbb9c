import type { CommandContext } from '../command-context.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { healthLines } from '../view/health-lines.ts';

/** The options of `chimera health`. */
export interface HealthOptions {
  readonly all?: boolean;
}

/** `chimera health`: how the system is, what does not pass and what to change; exit code 1 when it is unhealthy. */
export async function health(context: CommandContext, { all = false }: HealthOptions): Promise<void> {
  const report = await (await context.api()).health();
  const { colours, width } = context;
  context.answer(report, healthLines(report, { colours, width, now: Date.now(), all }));
  context.exit(report.status === 'unhealthy' ? EXIT_CODES.unsuccessful : EXIT_CODES.ok);
}
