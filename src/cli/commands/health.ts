import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-code.ts';
import { healthLines } from '../view/health-lines.ts';

/** `chimera health`: how the system is, check by check; exit code 1 when it is unhealthy. */
export async function health(context: CommandContext): Promise<void> {
  const report = await (await context.api()).health();
  context.answer(report, healthLines(report, context.colours, context.width));
  context.exit(report.status === 'unhealthy' ? EXIT.unsuccessful : EXIT.ok);
}
