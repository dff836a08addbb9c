import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../../command-context.ts';
import { wrongOption } from '../../failure.ts';
import type { PoolCommandOptions, ReasonOption } from './pool-options.ts';
import { setPool, type SetPoolOptions } from './set-pool.ts';
import { showPool, type ShowPoolOptions } from './show-pool.ts';
import { metricRows } from '../../view/pool/metric-rows.ts';
import { staleNote } from '../../view/pool/stale-note.ts';
import type { IntakeCommand } from '../../api/pool-client.ts';
import { INTAKE_LABELS } from '../../../domain/statuses.ts';
import { occupancyWords } from '../../view/pool/words.ts';
import { decisionTable } from '../../view/pool/pool-tables.ts';
import { wholeNumber } from '../whole-number.ts';

/** The options of `chimera pool decisions`. */
interface PoolDecisionsOptions extends PoolCommandOptions {
  readonly limit?: string;
}

const MOST_REMEMBERED = 100;

/** Adds the commands of a pool to `chimera pool`; each may have its common options before or after its name. */
export function addPoolCommands(
  pool: Command,
  withCommon: (command: Command) => Command,
  context: (options: CommonOptions) => CommandContext,
): void {
  const named = (command: Command): Command =>
    withCommon(command).option('--pool <name>', 'another pool than the default one');
  const add = (name: string, description: string, options?: { isDefault: boolean }): Command =>
    named(pool.command(name, options).description(description));
  const reason = ['--reason <text>', 'why, for whoever looks at it later'] as const;

  named(pool);

  add('show', 'show the pool as it stands', { isDefault: true })
    .option('--all', 'every row of every table, not the first 20')
    .option('--watch', 'go on: in place on a terminal, a line a change elsewhere')
    .allowExcessArguments()
    .action((_: unknown, command: Command) => {
      const [unknown] = command.args;
      // It is the default, so that a word which is no command ends up here.
      if (unknown !== undefined) throw wrongOption('pool', `has no command "${unknown}"; see \`chimera pool --help\``);
      const options = command.optsWithGlobals<ShowPoolOptions>();
      return showPool(context(options), options);
    });

  add('set', 'change its settings')
    .option('--size <n>', 'leases at once; the bounds give way')
    .option('--min <n>', 'the least the autoscaler goes down to')
    .option('--max <n>', 'the most the autoscaler goes up to')
    .option('--policy <policy>', 'autoscaled or fixed')
    .option('--queue-cap <n>', 'tasks that may wait')
    .option('--wait-bound <seconds>', 'a task that waited this long goes first')
    .option(...reason)
    .action((_: unknown, command: Command) => {
      const options = command.optsWithGlobals<SetPoolOptions>();
      return setPool(context(options), options);
    });

  for (const [name, description] of [
    ['pause', 'let tasks come in, and none start'],
    ['resume', 'let tasks come in and start'],
    ['drain', 'let no task come in or start; those at work end'],
  ] as const) {
    add(name, description)
      .option(...reason)
      .action((_: unknown, command: Command) => {
        const options = command.optsWithGlobals<PoolCommandOptions & ReasonOption>();
        return poolIntake(context(options), name, options);
      });
  }

  add('decisions', 'show what it decided about size, mode and intake, newest first')
    .option('--limit <n>', 'how many, up to 100')
    .action((_: unknown, command: Command) => {
      const options = command.optsWithGlobals<PoolDecisionsOptions>();
      return poolDecisions(context(options), options);
    });

  add('metrics', 'show it in figures').action((_: unknown, command: Command) => {
    const options = command.optsWithGlobals<PoolCommandOptions>();
    return showPoolMetrics(context(options), options);
  });
}

/** `chimera pool metrics`: a pool in figures, under the names they have as JSON. */
async function showPoolMetrics(context: CommandContext, { pool: name }: PoolCommandOptions): Promise<void> {
  const { pool } = await context.api();
  const answer = await pool.metrics(name);
  const { colours } = context;
  context.answer(answer, [...metricRows(answer, colours), ...staleNote(answer, colours, Date.now())]);
}

/** `chimera pool pause`, `resume` and `drain`: whether tasks come in, and whether those that wait start. */
async function poolIntake(
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

/** `chimera pool decisions`: what a pool decided about its size, mode and intake, newest first. */
async function poolDecisions(context: CommandContext, { pool: name, limit }: PoolDecisionsOptions): Promise<void> {
  const wanted = limit === undefined ? undefined : wholeNumber('--limit', limit, 1, MOST_REMEMBERED);
  const { pool } = await context.api();
  const answer = await pool.decisions(name, wanted);
  const { colours, width } = context;
  context.answer(answer, [...decisionTable(answer, colours, width), ...staleNote(answer, colours, Date.now())]);
}
