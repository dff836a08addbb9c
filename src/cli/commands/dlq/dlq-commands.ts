import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../../command-context.ts';
import { wrongOption } from '../../failure.ts';
import { decide, type DecideOptions } from './decide.ts';
import type { FilterOptions } from './dlq-filter.ts';
import { type DlqListOptions, listDeadLetters, showDeadLetter, showGroups } from './show-dlq.ts';

/** The options of `chimera dlq note`. */
interface NoteOptions extends CommonOptions {
  /** False with --no-investigated. */
  readonly investigated?: boolean;
  readonly resolution?: string;
}

/** Adds the commands of the dead letter queue to `chimera dlq`; each may have its common options before or after its name. */
export function addDlqCommands(
  dlq: Command,
  withCommon: (command: Command) => Command,
  context: (options: CommonOptions) => CommandContext,
): void {
  const add = (usage: string, description: string, options?: { isDefault: boolean }): Command =>
    withCommon(dlq.command(usage, options).description(description));
  const filtered = (command: Command): Command =>
    command
      .option('--phase <phase>', 'only what failed in this phase')
      .option('--project <name>', 'only of this project')
      .option('--since <time>', 'only what failed since then: a time, or an age such as 2h');
  const grouped = (command: Command): Command =>
    filtered(command).option('--group <id>', 'only errors of this group, see `dlq groups`');

  withCommon(dlq);

  grouped(add('list', 'show what is parked, newest first', { isDefault: true }))
    .option('--status <status>', 'parked (the default), requeued, discarded, cancelled or any')
    .option('--limit <n>', 'how many, up to 500 (default: 50)')
    .option('--cursor <cursor>', 'the page after the one that named this cursor')
    .allowExcessArguments()
    .action((_: unknown, command: Command) => {
      const [unknown] = command.args;
      // It is the default, so that a word which is no command ends up here.
      if (unknown !== undefined) throw wrongOption('dlq', `has no command "${unknown}"; see \`chimera dlq --help\``);
      const options = command.optsWithGlobals<DlqListOptions>();
      return listDeadLetters(context(options), options);
    });

  filtered(add('groups', 'show what went wrong, and how often')).action((_: unknown, command: Command) => {
    const options = command.optsWithGlobals<CommonOptions & FilterOptions>();
    return showGroups(context(options), options);
  });

  add('show <id>', 'show one with all that is known of it').action((id: string, _: unknown, command: Command) =>
    showDeadLetter(context(command.optsWithGlobals()), id),
  );

  add('note <id>', 'note what is known of a parked task')
    .option('--investigated', 'somebody looked into it')
    .option('--no-investigated', 'nobody has looked into it yet')
    .option('--resolution <text>', 'what came of it')
    .action((id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<NoteOptions>();
      return note(context(options), id, options);
    });

  for (const [kind, description] of [
    ['requeue', 'have tasks go on from the phase that failed'],
    ['discard', 'end tasks for good'],
  ] as const) {
    const deciding = grouped(add(`${kind} [ids...]`, description));
    if (kind === 'requeue') {
      deciding
        .option('--budget-usd <amount>', 'what agents may spend on each from now on, all its rounds together, in USD')
        .option('--budget-tokens <n>', 'the same in tokens');
    }
    deciding
      .option('--all', 'all that is parked')
      .option('--yes', 'do it; without it those that a filter or --all chose are only counted')
      .option('--reason <text>', 'why, for whoever looks at it later')
      .action((ids: readonly string[], _: unknown, command: Command) => {
        const options = command.optsWithGlobals<DecideOptions>();
        return decide(context(options), kind, ids, options);
      });
  }
}

/** `chimera dlq note`: whether a parked task was looked into, and what came of it. */
async function note(context: CommandContext, id: string, { investigated, resolution }: NoteOptions): Promise<void> {
  if (investigated === undefined && resolution === undefined) {
    throw wrongOption('dlq note', 'needs --investigated, --no-investigated or --resolution');
  }
  const { dlq } = await context.api();
  const entry = await dlq.note(id, {
    ...(investigated === undefined ? {} : { investigated }),
    ...(resolution === undefined ? {} : { resolution }),
  });
  const found = entry.resolution === null ? '' : `: ${entry.resolution}`;
  context.answer(entry, [`${entry.id} is ${entry.investigated ? 'investigated' : 'not investigated'}${found}`]);
}
