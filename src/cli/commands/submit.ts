import { print } from '../console.ts';
import type { CommandContext } from '../command-context.ts';
import { type BudgetOptions, budgetOptions } from './budget-options.ts';
import { featureText } from './feature-source.ts';
import { taskExitCode } from './task-exit-code.ts';
import { watchTask } from './watch.ts';
import { wholeNumber } from './whole-number.ts';

/** The options of `chimera submit`. */
export interface SubmitOptions extends BudgetOptions {
  readonly feature?: string;
  readonly file?: string;
  readonly targetUrl?: string;
  readonly priority?: string;
  readonly project?: string;
  readonly idempotencyKey?: string;
  readonly watch?: boolean;
}

/** `chimera submit`: hands in a feature, from wherever it is given, and follows it with --watch. */
export async function submit(context: CommandContext, words: readonly string[], options: SubmitOptions): Promise<void> {
  const priority = options.priority === undefined ? undefined : wholeNumber('--priority', options.priority, 1, 10);
  const feature = await featureText({ words, feature: options.feature, file: options.file }, context.console);
  const api = await context.api();
  const { targetUrl, project, idempotencyKey } = options;
  const accepted = await api.submit(
    {
      feature,
      ...(targetUrl === undefined ? {} : { target_url: targetUrl }),
      ...(priority === undefined ? {} : { priority }),
      ...(project === undefined ? {} : { project }),
      ...budgetOptions(options),
    },
    idempotencyKey,
  );
  if (options.watch !== true) {
    const { gray } = context.colours;
    context.answer(accepted, [
      `Accepted as ${context.colours.bold(accepted.task_id)}.`,
      gray(`Follow it with: chimera watch ${accepted.task_id}`),
    ]);
    return;
  }
  if (!context.json) print(context.console.stdout, `Accepted as ${accepted.task_id}.`, '');
  const task = await watchTask(context, api, accepted.task_id);
  if (context.json) context.answer(task, []);
  context.exit(taskExitCode(task));
}
