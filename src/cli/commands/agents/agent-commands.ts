import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../../command-context.ts';
import { checkAgentsCommand } from './check-agents.ts';
import type { BreakerCommand } from '../../../contract/agent.ts';
import { accountWords } from '../../view/account-words.ts';
import { breakerWords } from '../../view/breaker-words.ts';
import { agentLines } from '../../view/agent-lines.ts';
import type { System } from '../../system.ts';
import { agentPanel } from '../../view/agent-panel.ts';

/** The options of `chimera agents`. */
interface ListAgentsOptions extends CommonOptions {
  readonly all?: boolean;
}

/** Adds the commands of agents to `chimera agents`; each may have its common options before or after its name. */
export function addAgentCommands(
  agents: Command,
  withCommon: (command: Command) => Command,
  context: (options: CommonOptions) => CommandContext,
  system: System,
): void {
  const why = ['--reason <text>', 'why, for whoever looks at it later'] as const;
  const all = ['--all', 'list those that are well too, and whole reasons'] as const;
  withCommon(agents).option(...all);

  // It is the default, so that a name without a command ends up here.
  withCommon(
    agents.command('list [name]', { isDefault: true }).description('show who is not well and why, or one agent'),
  )
    .option(...all)
    .action((name: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListAgentsOptions>();
      return listAgents(context(options), name, options);
    });

  withCommon(
    agents
      .command('check [name]')
      .description('start each coding agent, or one, to see that it can work; asks no model'),
  ).action((name: string | undefined, _: unknown, command: Command) =>
    checkAgentsCommand(context(command.optsWithGlobals<CommonOptions>()), system, name),
  );

  for (const [action, description] of [
    ['trip', 'let no call of an agent through, until a reset; its tasks wait'],
    ['reset', 'let calls of an agent through again, and forget its failures'],
  ] as const) {
    withCommon(agents.command(`${action} <name>`).description(description))
      .requiredOption(...why)
      .action((name: string, _: unknown, command: Command) => {
        const options = command.optsWithGlobals<CommonOptions & { reason: string }>();
        return commandBreaker(context(options), name, { action, reason: options.reason });
      });
  }

  withCommon(agents.command('reopen <name>').description('try an account again before the time of its limit is over'))
    .requiredOption(...why)
    .action((name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { reason: string }>();
      return reopenAccount(context(options), name, options.reason);
    });
}

/** `chimera agents reopen`: an account whose limit is not over, by an operator's word. */
async function reopenAccount(context: CommandContext, name: string, reason: string): Promise<void> {
  const api = await context.api();
  const answer = await api.commandAccount(name, { action: 'reopen', reason });
  const { account } = answer;
  const words = account === null ? 'unknown' : accountWords(account, Date.now());
  context.answer(answer, [`${context.colours.bold(answer.name)}: account ${words}`]);
}

/** `chimera agents trip` and `reset`: an agent's circuit breaker by an operator's word. */
async function commandBreaker(context: CommandContext, name: string, command: BreakerCommand): Promise<void> {
  const api = await context.api();
  const answer = await api.commandBreaker(name, command);
  context.answer(answer, [`${context.colours.bold(answer.name)}: ${breakerWords(answer.breaker, Date.now())}`]);
}

/** `chimera agents`: how many are well, and who is not and why; with a name that agent, and what it went through. */
async function listAgents(
  context: CommandContext,
  name: string | undefined,
  { all = false }: ListAgentsOptions,
): Promise<void> {
  const api = await context.api();
  const { colours, width } = context;
  const drawing = { colours, width, now: Date.now(), all };
  if (name === undefined) {
    const answer = await api.agents();
    context.answer(answer, agentLines(answer, drawing));
  } else {
    const answer = await api.agent(name);
    context.answer(answer, agentPanel(answer, drawing));
  }
}
