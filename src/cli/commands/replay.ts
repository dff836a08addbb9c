import { access } from 'node:fs/promises';
import { readEnvironment } from '../../config/env.ts';
import { isTaskId } from '../../domain/task.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { cliFailure } from '../failure.ts';
import type { ReplaySource, System } from '../system.ts';

/** `chimera replay <task_id | history.json>`: runs a history against the current code; exit code 1 when they differ. */
export async function replayCommand(context: CommandContext, system: System, source: string): Promise<void> {
  const outcome = await system.replay(await sourceOf(source), readEnvironment(context.console.env));
  const { green, red } = context.colours;
  context.answer(
    outcome,
    outcome.deterministic
      ? [`${green('✔')} ${outcome.workflow_id}: ${outcome.events} events replay on the current code.`]
      : [
          `${red('✖')} ${outcome.workflow_id}: the current code departs from the history.`,
          `  ${outcome.problem ?? 'No reason was given.'}`,
        ],
  );
  if (!outcome.deterministic) context.exit(EXIT_CODES.unsuccessful);
}

async function sourceOf(text: string): Promise<ReplaySource> {
  if (isTaskId(text)) return { kind: 'task', taskId: text };
  await access(text).catch((error: unknown) => {
    throw cliFailure(
      'file-not-found',
      'There is nothing to replay',
      `"${text}" is neither a task id (chimera- and 12 hexadecimal digits) nor a file that can be read.`,
      error,
    );
  });
  return { kind: 'file', path: text };
}
