import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../../command-context.ts';
import { wrongOption } from '../../failure.ts';
import { commandBreaker } from './command-breaker.ts';
import { listAgents } from './list-agents.ts';

/** Adds the commands of agents to `chimera agents`; each may have its common options before or after its name. */
export function addAgentCommands(
  agents: Command,
  withCommon: (command: Command) => Command,
  context: (options: CommonOptions) => CommandContext,
): void {
  withCommon(agents);

  withCommon(agents.command('list', { isDefault: true }).description('show who does the work, and their breakers'))
    .allowExcessArguments()
    .action((_: unknown, command: Command) => {
      const [unknown] = command.args;
      // It is the default, so that a word which is no command ends up here.
      if (unknown !== undefined) {
        throw wrongOption('agents', `has no command "${unknown}"; see \`chimera agents --help\``);
      }
      return listAgents(context(command.optsWithGlobals()));
    });

  for (const [action, description] of [
    ['trip', 'let no call of an agent through, until a reset; its tasks wait'],
    ['reset', 'let calls of an agent through again, and forget its failures'],
  ] as const) {
    withCommon(agents.command(`${action} <name>`).description(description))
      .requiredOption('--reason <text>', 'why, for whoever looks at it later')
      .action((name: string, _: unknown, command: Command) => {
        const options = command.optsWithGlobals<CommonOptions & { reason: string }>();
        return commandBreaker(context(options), name, action, options.reason);
      });
  }
}
