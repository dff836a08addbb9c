import { ApplicationFaultError, TerminalAgentError } from '../../../domain/failure.ts';
import type { Finding } from '../../../domain/phase-result.ts';
import type { AgentCall } from '../../agent.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Checkout, Replacement, SetUp } from '../../workspace/workspace.ts';
import { type ProjectCheck, runProjectCheck } from './project-check.ts';

/** What checks are run with. */
export interface CheckTools {
  /** Confines the project's own checks. */
  readonly sandbox: Sandbox;
  /** Checks a task's commit out into a fresh directory, where nothing of any agent's is, with some paths replaced. */
  checkout(
    call: AgentCall,
    commit: string,
    replacements: readonly Replacement[],
    signal: AbortSignal,
  ): Promise<Checkout>;
  /** Runs a project's set-up in a checkout. @throws {TerminalAgentError | ApplicationFaultError} */
  runSetUp(setUp: SetUp, signal: AbortSignal): Promise<void>;
}

/** Lint and tests of a reviewed commit. */
export interface ChecksPlan {
  readonly call: AgentCall;
  readonly commit: string;
  /** What is put back to the base commit's for them. */
  readonly put_back: readonly Replacement[];
  /** Whether the change is rejected already: then checks that cannot run are a finding, not a fault. */
  readonly rejected: boolean;
  readonly signal: AbortSignal;
  readonly mask: (text: string) => string;
  readonly step: (what: string) => void;
}

/** The end of a check's output. */
export interface CheckLog {
  readonly check: ProjectCheck['rule'];
  readonly output: string;
}

/** What the checks found, and what they printed. */
export interface ChecksOutcome {
  readonly findings: readonly Finding[];
  readonly logs: readonly CheckLog[];
}

/** Steps of `runChecks` that are told as progress. */
export const CHECK_STEPS = 3;

/** Paths that a message names. */
const MAX_NAMED = 20;

/**
 * Runs the project's lint and tests on the reviewed commit, by the commands and the configuration of the base commit: in
 * a checkout of its own, in which what is guarded is put back, after the project's set-up there. It is removed afterwards.
 * A project that declares neither has no checkout made.
 */
export async function runChecks(tools: CheckTools, plan: ChecksPlan): Promise<ChecksOutcome> {
  const { call, commit, put_back, signal, mask, step } = plan;
  const { project, task_id } = call;
  const commands = { lint: project.guardian.lint, test: project.test };
  const none = commands.lint === undefined && commands.test === undefined;
  step(none ? 'The project has neither lint nor tests' : 'Checking the change out for lint and tests');
  const checkout = none ? undefined : await tools.checkout(call, commit, put_back, signal);
  try {
    const prepared = checkout === undefined ? undefined : await setUp(tools, checkout, plan);
    if (prepared !== undefined) return { findings: [prepared], logs: [] };
    const findings: Finding[] = [];
    const logs: CheckLog[] = [];
    for (const rule of ['lint', 'test'] as const) {
      const command = commands[rule];
      step(command === undefined ? `The project has no ${rule} command` : `Running the project's ${rule}: ${command}`);
      const directory = checkout?.directory ?? call.workspace;
      const confine = tools.sandbox.forTask({ project, writable: [directory] });
      const check = { rule, command, directory, task_id, confine, conditions: conditionsOf(put_back) };
      const { findings: found, output } = await unlessRejected(plan, rule, () => runProjectCheck(check, signal, mask));
      findings.push(...found);
      if (output !== undefined) logs.push({ check: rule, output });
    }
    return { findings, logs };
  } finally {
    await checkout?.remove();
  }
}

async function setUp(tools: CheckTools, checkout: Checkout, plan: ChecksPlan): Promise<Finding | undefined> {
  const { call, put_back, signal, mask } = plan;
  const { set_up } = call.project;
  if (set_up === undefined) return undefined;
  try {
    await checkout.setUp(set_up, (command, directory) =>
      tools.runSetUp({ command, directory, project: call.project }, signal),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ApplicationFaultError || error instanceof TerminalAgentError)) throw error;
    const message = `${mask(error.message)}\nIt ran for lint and tests ${conditionsOf(put_back)}.`;
    if (plan.rejected) return { rule: 'set-up', severity: 'ERROR', message };
    const Failure = error instanceof TerminalAgentError ? TerminalAgentError : ApplicationFaultError;
    throw new Failure(message, { cause: error });
  }
}

type CheckResult = Awaited<ReturnType<typeof runProjectCheck>>;

async function unlessRejected(
  plan: ChecksPlan,
  rule: ProjectCheck['rule'],
  run: () => Promise<CheckResult>,
): Promise<CheckResult> {
  try {
    return await run();
  } catch (error) {
    if (!plan.rejected || !(error instanceof TerminalAgentError)) throw error;
    return { findings: [{ rule, severity: 'ERROR', message: plan.mask(error.message) }] };
  }
}

/** In what surroundings the checks run, in words that go on a sentence. */
function conditionsOf(putBack: readonly Replacement[]): string {
  const clean = "in a checkout of its own, with the base commit's configuration";
  if (putBack.length === 0) return clean;
  const named = putBack.slice(0, MAX_NAMED).map(({ path, content }) => {
    if (content === undefined) return `${path} (left out)`;
    return 'text' in content ? `${path} (its commands and settings)` : path;
  });
  const more = putBack.length > named.length ? ` and ${putBack.length - named.length} more` : '';
  return `${clean}; as in the base commit are ${named.join(', ')}${more}`;
}
