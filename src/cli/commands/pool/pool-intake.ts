import type { IntakeCommand } from '../../api/pool-client.ts';
import type { CommandContext } from '../../command-context.ts';
import { INTAKE_LABELS } from '../../../domain/statuses.ts';
import { occupancyWords } from '../../view/pool/words.ts';
import type { PoolCommandOptions, ReasonOption } from './pool-options.ts';

/** `chimera pool pause`, `resume` and `drain`: whether tasks come in, and whether those that wait start. */
export async function poolIntake(
  context: CommandContext,
  command: IntakeCommand,
  { pool: name, reason }: PoolCommandOptions & ReasonOption,
): Promise<void> {
  const { pool } = await context.api();
  const answer = await pool.command(command, reason, name);
  const { intake } = answer;
  context.answer(answer, [
    `${context.colours.bold(answer.name)}: ${intake}, ${INTAKE_LABELS[intake]}`,
    context.colours.gray(occupancyWords(answer)),
  ]);
}
