import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { print } from '../console.ts';
import type { CommandContext } from '../command-context.ts';
import { cliFailure, wrongOption } from '../failure.ts';
import { taskExitCode } from './task-exit-code.ts';
import { watchTask } from './watch.ts';
import { wholeNumber } from './whole-number.ts';

/** The options of `chimera submit`. */
export interface SubmitOptions {
  readonly feature?: string;
  readonly file?: string;
  readonly targetUrl?: string;
  readonly priority?: string;
  readonly project?: string;
  readonly idempotencyKey?: string;
  readonly watch?: boolean;
}

/** `chimera submit`: hands in a feature from --feature, --file or standard input (`-`), and follows it with --watch. */
export async function submit(
  context: CommandContext,
  source: string | undefined,
  options: SubmitOptions,
): Promise<void> {
  const priority = options.priority === undefined ? undefined : wholeNumber('--priority', options.priority, 1, 10);
  const feature = await featureFrom(context, source, options);
  const api = await context.api();
  const { targetUrl, project, idempotencyKey } = options;
  const accepted = await api.submit(
    {
      feature,
      ...(targetUrl === undefined ? {} : { target_url: targetUrl }),
      ...(priority === undefined ? {} : { priority }),
      ...(project === undefined ? {} : { project }),
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

async function featureFrom(
  { console }: CommandContext,
  source: string | undefined,
  { feature, file }: SubmitOptions,
): Promise<string> {
  if (source !== undefined && source !== '-') {
    throw wrongOption('feature', `is given by --feature, --file or "-" for standard input, not by "${source}"`);
  }
  const given = [feature, file, source].filter((each) => each !== undefined);
  if (given.length !== 1) {
    throw wrongOption('feature', 'is needed exactly once: --feature <text>, --file <path>, or "-" for standard input');
  }
  if (feature !== undefined) return feature;
  if (file === undefined || file === '-') return text(console.stdin);
  return readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw cliFailure('file-not-found', 'The feature file cannot be read', `--file ${file}: ${reason}`, error);
  });
}
