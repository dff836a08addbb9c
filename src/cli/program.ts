import { Command } from 'commander';
import { commandContext, type CommandContext, type CommonOptions } from './command-context.ts';
import { addAgentCommands } from './commands/agents/agent-commands.ts';
import { cancel, prioritise, status } from './commands/one-task.ts';
import { health, type HealthOptions } from './commands/health.ts';
import { list, type ListOptions } from './commands/list.ts';
import { addDlqCommands } from './commands/dlq/dlq-commands.ts';
import { addPoolCommands } from './commands/pool/pool-commands.ts';
import { budgets, spending, type SpendingOptions } from './commands/spending.ts';
import { profile, type ProfileOptions } from './commands/profile.ts';
import { replayCommand } from './commands/replay.ts';
import { report, type ReportCommandOptions } from './commands/report.ts';
import { start, type StartOptions } from './commands/start.ts';
import { stop } from './commands/stop.ts';
import { submit, type SubmitOptions } from './commands/submit.ts';
import { watch } from './commands/watch.ts';
import { workers, type WorkersOptions } from './commands/workers.ts';
import type { Console } from './console.ts';
import { demo, type DemoOptions } from './demo/demo.ts';
import { EXIT_CODE_HELP, type ExitCode } from './exit-code.ts';
import type { System } from './system.ts';

/** What the commands are bound to. */
export interface ProgramSetup {
  readonly console: Console;
  readonly system: System;
  readonly version: string;
  readonly exit: (code: ExitCode) => void;
}

const json = ['--json', 'answer with one JSON document'] as const;
const apiUrl = ['--api-url <url>', 'where the API is (CHIMERA_API_URL)'] as const;

/** The command line: every command, its options and help. Parsing throws instead of ending the process. */
export function createProgram({ console, system, version, exit }: ProgramSetup): Command {
  const program = new Command('chimera')
    .description('Takes a feature request to a change that is proven on staging.')
    .version(version)
    .addHelpText('after', EXIT_CODE_HELP)
    .showHelpAfterError('Run it with --help to see what it takes.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void console.stdout.write(text),
      writeErr: () => undefined,
    });

  const context = (options: CommonOptions): CommandContext => commandContext(console, options, exit);
  const command = (usage: string, description: string): Command =>
    program
      .command(usage)
      .description(description)
      .option(...json);
  const apiCommand = (usage: string, description: string): Command => command(usage, description).option(...apiUrl);

  for (const [name, description] of [
    ['start', 'run Temporal, the API and a worker in the foreground'],
    ['start-all', 'the same, with a limit on the tasks that run at once, and in several worker processes'],
  ] as const) {
    const starting = command(name, description)
      .option('--port <port>', 'port of the API (CHIMERA_PORT, 8080)')
      .option('--config <file>', 'the configuration file (CHIMERA_CONFIG)')
      .option('--data <directory>', 'the data directory (CHIMERA_HOME)');
    if (name === 'start-all') {
      starting
        .option('--max-concurrent <n>', 'tasks that run at once')
        .option('--workers <m>', 'do the work in so many processes at most (default: in this one)');
    }
    starting.action((options: CommonOptions & StartOptions) => start(context(options), system, options));
  }

  apiCommand('submit', 'hand in a feature')
    .argument('[feature...]', 'the text in quotes, or a file that holds it; "-" reads standard input')
    .option('--feature <text>', 'the feature, in Gherkin or plain sentences')
    .option('--file <path>', 'a file that holds the feature')
    .option('--target-url <url>', 'the site without the feature; by default what the project declares')
    .option('--priority <n>', '1 may wait, 10 goes first (default: 5)')
    .option('--budget-usd <amount>', 'what agents may spend on it, in USD (default: budgets.task_usd)')
    .option('--budget-tokens <n>', 'the same in tokens')
    .option('--project <name>', 'a declared project; not needed when there is only one')
    .option('--idempotency-key <key>', 'handing in the same key again gives the same task')
    .option('--watch', 'follow the task to its end')
    .action((words: readonly string[], options: CommonOptions & SubmitOptions) =>
      submit(context(options), words, options),
    );

  apiCommand('list', 'show the tasks, newest first')
    .option('--status <status>', 'only tasks with this status')
    .option('--project <name>', 'only tasks of this project')
    .option('--q <text>', 'only tasks whose id or feature contains this')
    .option('--limit <n>', 'how many, up to 200 (default: 50)')
    .option('--cursor <cursor>', 'the page after the one that named this cursor')
    .action((options: CommonOptions & ListOptions) => list(context(options), options));

  apiCommand('status <task_id>', 'show a task as it stands').action((taskId: string, options: CommonOptions) =>
    status(context(options), taskId),
  );
  apiCommand('watch <task_id>', 'follow a task to its end').action((taskId: string, options: CommonOptions) =>
    watch(context(options), taskId),
  );
  apiCommand('cancel <task_id>', 'end a task')
    .option('--reason <text>', 'why, for whoever looks at it later')
    .action((taskId: string, options: CommonOptions & { reason?: string }) =>
      cancel(context(options), taskId, options),
    );

  apiCommand('prioritise <task_id> <priority>', 'give a task another priority, 1 to 10')
    .alias('prioritize')
    .action((taskId: string, priority: string, options: CommonOptions) =>
      prioritise(context(options), taskId, priority),
    );

  apiCommand('health', 'show how the system is, what does not pass, and what to change')
    .option('--all', 'list the checks that pass too, and whole messages')
    .action((options: CommonOptions & HealthOptions) => health(context(options), options));

  apiCommand('profile [task_id]', 'show what a task, or all of them, spent their time on')
    .option('--project <name>', 'of all: only tasks of this project')
    .option('--since <time|age>', 'of all: what ended since then, such as 2h (default: 24h)')
    .action((taskId: string | undefined, options: CommonOptions & ProfileOptions) =>
      profile(context(options), taskId, options),
    );
  apiCommand('spending [task_id]', "show what agents' models cost: of a task, or of all by model")
    .option('--by <what>', 'project, task, phase, round, agent, model or day')
    .option('--project <name>', 'only of this project')
    .option('--agent <name>', 'only of this agent, as `chimera agents` lists it')
    .option('--model <name>', 'only of this model')
    .option('--since <time|age>', 'what was spent since then, such as 7d (default: 24h; of a task, all)')
    .action((taskId: string | undefined, options: CommonOptions & SpendingOptions) =>
      spending(context(options), taskId, options),
    );

  apiCommand('budgets', "show how far today's budgets are used up")
    .option('--all', 'list those that are well too')
    .action((options: CommonOptions & { readonly all?: boolean }) => budgets(context(options), options));

  apiCommand('workers [name]', 'show which worker processes are not alive and why, or one of them')
    .option('--all', 'list those that are well too, and whole reasons')
    .action((name: string | undefined, options: CommonOptions & WorkersOptions) =>
      workers(context(options), name, options),
    );

  apiCommand('report', 'show how the system was: score, tasks, phases, agents, costs, failures')
    .option('--hours <n>', 'how far it looks back, 1 to 720 (default: 24)')
    .option('--markdown', 'print it as Markdown')
    .option('--out <file>', 'write it to a file: Markdown, or JSON with --json')
    .action((options: CommonOptions & ReportCommandOptions) => report(context(options), options));

  const withCommon = (group: Command): Command => group.option(...json).option(...apiUrl);
  addPoolCommands(
    program.command('pool').description('show or change how many tasks run at once'),
    withCommon,
    context,
  );
  addAgentCommands(
    program.command('agents').description('show who does the work, check coding agents, operate circuit breakers'),
    withCommon,
    context,
    system,
  );

  addDlqCommands(
    program.command('dlq').description('show, requeue or discard the tasks whose retries are used up'),
    withCommon,
    context,
  );

  command('replay <task_id|history.json>', "run a task's history against the current code").action(
    (source: string, options: CommonOptions) => replayCommand(context(options), system, source),
  );
  command('stop', 'stop the instance that runs on this data directory').action((options: CommonOptions) =>
    stop(context(options)),
  );
  command('demo', 'see one feature of an example shop go through all phases')
    .option('--example <name>', 'which feature of examples/features (default: discount-code)')
    .option('--directory <path>', 'where the demo works (default: chimera-demo)')
    .option('--agent <name>', 'a real coding agent for the coder: opencode, codex or gemini, with a scripted model')
    .option('--keep', 'leave everything running at the end, until Ctrl-C')
    .action((options: CommonOptions & DemoOptions) => demo(context(options), system, options));

  return program;
}
