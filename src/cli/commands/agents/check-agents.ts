import { readEnvironment } from '../../../config/env.ts';
import { wrap } from '../../../text/wrap.ts';
import type { CommandContext } from '../../command-context.ts';
import { EXIT_CODES } from '../../exit-code.ts';
import { cliFailure } from '../../failure.ts';
import type { AgentCheck, System } from '../../system.ts';

/** `chimera agents check [name]`: starts each coding agent, without a model; exit code 1 when one of them cannot work. */
export async function checkAgentsCommand(context: CommandContext, system: System, name?: string): Promise<void> {
  const environment = readEnvironment(context.console.env);
  const checks = await system.checkAgents(environment, name);
  if (checks === undefined) {
    throw cliFailure(
      'agent-not-found',
      'There is no such coding agent',
      `${environment.configFile} has no agent “${name ?? ''}” with a preset or an acp line; only those can be checked.`,
    );
  }
  const none = `${environment.configFile} has no coding agent with a preset or an acp line: there is nothing to check.`;
  context.answer({ agents: checks }, checks.length === 0 ? [none] : checks.flatMap((check) => linesOf(check, context)));
  if (checks.some(({ well }) => !well)) context.exit(EXIT_CODES.unsuccessful);
}

function linesOf(check: AgentCheck, { colours, width }: Pick<CommandContext, 'colours' | 'width'>): readonly string[] {
  const mark = check.well ? colours.green('✔') : colours.red('✖');
  const seconds = `${(check.took_ms / 1_000).toFixed(1)} s`;
  const rows = [
    ['program', check.program ?? check.reached_by],
    ['authentication', check.authentication],
    ['mode', check.mode],
  ];
  const problem =
    check.problem === null ? [] : wrap(check.problem, width - 4).map((line) => `    ${colours.red(line)}`);
  return [
    `${mark} ${colours.bold(check.name)}  ${colours.gray(`${check.reached_by} · ${seconds}`)}`,
    ...rows.map(([label = '', value = '']) => `    ${colours.gray(label.padEnd(14))}  ${value}`),
    ...problem,
  ];
}
