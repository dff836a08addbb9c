import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ActionInput, AgentAnswer, AgentContext } from '../agents/agent.ts';
import type { UnfinishedWork, Workspace } from '../agents/workspace/workspace.ts';
import type { AgentChoice } from '../config/agent-choice.ts';
import { TerminalAgentError } from '../domain/failure.ts';
import type { Budgets } from '../domain/money/budget.ts';
import type { AgentUsage, ArtifactRef } from '../domain/phase-result.ts';
import type { AgentAction } from '../domain/phase.ts';
import { counted } from '../domain/health/wording.ts';
import { idempotencyKey } from '../domain/task.ts';
import { traceparentOf } from '../domain/trace/trace-context.ts';
import type { AgentCallUnderWay, CallEnd } from '../journal/event.ts';
import { spanOfCall } from '../journal/spans.ts';
import { maskedError } from '../observability/masked-error.ts';
import type { AccountPermit } from '../persistence/accounts/agent-accounts.ts';
import { type AgentInTurn, agentsInTurn } from './agents-in-turn.ts';
import { openAccount } from './call-account.ts';
import { goingOn } from './going-on.ts';
import type { PhaseWork } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';
import { firstWithRoom, throughAccount } from './through-account.ts';
import { throughBreaker } from './through-breaker.ts';
import { causeOf, classOf } from './to-application-failure.ts';

/** An agent's answer and the evidence it left, as the phase's result holds them. */
export interface Answered<A extends AgentAction> {
  readonly answer: AgentAnswer<A>;
  readonly evidence: { readonly artifacts: readonly ArtifactRef[]; readonly usage?: AgentUsage };
}

/** What is asked of an agent for the phase at work. */
interface Question<A extends AgentAction> {
  readonly work: PhaseWork;
  readonly action: A;
  readonly workspace: Pick<Workspace, 'directory' | 'repository' | 'homes' | 'base_commit'>;
  readonly input: ActionInput[A];
  readonly more: CallOptions;
}

/** What a call has besides what is asked. */
interface CallOptions {
  /** What an agent goes on from that does so. */
  readonly unfinished?: UnfinishedWork | undefined;
  /** Who is asked, in turn; whoever the project chose where it is not said. */
  readonly asked?: readonly AgentInTurn[];
  /** The folder for what is left, that of a call before for the same work; the attempt's own, begun anew, without it. */
  readonly artifacts?: string;
}

/**
 * Asks the project's agent for one action of the phase at work; one that goes on from unfinished work does so, where there is any.
 * @throws {CircuitBreakerOpenError} when the agent's breaker does not let the call in; {AccountClosedError} when its account
 *   does not, or its provider takes no calls.
 */
export async function callAgent<A extends AgentAction>(
  ports: ActivityPorts,
  work: PhaseWork,
  action: A,
  workspace: Question<A>['workspace'],
  input: ActionInput[A],
  more: CallOptions = {},
): Promise<Answered<A>> {
  const question = { work, action, workspace, input, more };
  return firstWithRoom(more.asked ?? agentsInTurn(ports, work.input, action), (asked) => {
    const { name, choice } = asked;
    // What Chimera brings along has no account.
    if (choice === 'built-in') return askAgent(ports, question, asked, undefined);
    return throughAccount(ports, { agent: name, most: choice.most_at_once }, work, (permit) =>
      askAgent(ports, question, asked, permit),
    );
  });
}

/** Asks an agent, by way of its circuit breaker. */
async function askAgent<A extends AgentAction>(
  ports: ActivityPorts,
  { work, action, workspace, input, more }: Question<A>,
  { agent, name, choice }: AgentInTurn,
  permit: AccountPermit | undefined,
): Promise<Answered<A>> {
  const { journal } = ports;
  const { task_id, phase, round, lease_token, request, steps } = work.input;
  const project = ports.projectNamed(request.project);
  const { answer, artifacts, usage } = await throughBreaker(ports, name, work, async (context) => {
    const artifacts = more.artifacts ?? (await ports.artifacts.begin(task_id, phase, round));
    const call = {
      task_id,
      phase,
      round,
      idempotency_key: idempotencyKey(task_id, phase, round),
      lease_token,
      feature: request.feature,
      target_url: request.target_url,
      project,
      workspace: workspace.directory,
      repository: workspace.repository,
      artifacts,
      home: join(workspace.homes, action),
      base_commit: workspace.base_commit,
      ...(steps === undefined ? {} : { steps }),
    };
    work.signal.throwIfAborted();
    const began = ports.now();
    const under: AgentCallUnderWay = { id: randomUUID(), attempt: work.attempt, agent: name, action, began };
    const since = ports.monotonic();
    // However the host's clock is set meanwhile, a call ends as long after its beginning as it took.
    const at = (): number => began + ports.monotonic() - since;
    const { accounting } = ports;
    const budgets = budgetsOf(work, choice, accounting.budgets);
    const open = await openAccount({
      ...{ accounting, journal, call: under, budgets, permit, mask: work.mask, now: at },
      idempotency_key: call.idempotency_key,
    });
    journal.tell({ kind: 'call_began', call: under });
    const progress: AgentContext['progress'] = (message, fraction) => {
      journal.tell({ kind: 'call_progressed', call: under });
      context.progress(message, fraction);
    };
    const ended = (end: CallEnd, error?: unknown): void => {
      const [usage, session] = [open.usage(), open.session()];
      journal.tell({ kind: 'call_ended', call: under, at: at(), end, usage, session, error });
    };
    try {
      const traceparent = traceparentOf(spanOfCall(under));
      const signal = AbortSignal.any([context.signal, open.signal]);
      const own = { signal, progress, account: open.account };
      const run = (left: readonly string[]): Promise<AgentAnswer<A>> => {
        if (left.length > 0) progress(`going on from what an attempt before left: ${counted(left.length, 'file')}`);
        return agent.run(action, { ...call, traceparent, ...(left.length > 0 ? { left } : {}) }, input, own);
      };
      const trouble = (what: string, error: unknown): void => {
        progress(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      };
      const { unfinished } = more;
      const isKept = agent.goesOn === true && unfinished !== undefined;
      const answer = await (isKept ? goingOn({ unfinished, trouble }, run) : run([]));
      ended('answered');
      return { answer, artifacts, usage: open.usage() };
    } catch (thrown) {
      const error = maskedError(thrown, work.mask);
      const cause = causeOf(error, work.signal);
      ended(endOf(cause), cause);
      throw error;
    }
  });
  const kept = await Promise.all((answer.artifacts ?? []).map((artifact) => keptArtifact(artifacts, artifact)));
  return { answer, evidence: { artifacts: kept, ...(usage === undefined ? {} : { usage }) } };
}

/** The budgets that hold for a call; none for what Chimera brings along, which asks no model. */
function budgetsOf(work: PhaseWork, choice: AgentChoice, ofDays: Budgets): Budgets {
  if (choice === 'built-in') return {};
  const { budget } = work.input.request;
  return {
    ...ofDays,
    ...('preset' in choice && choice.budget_usd !== undefined ? { phase: { usd: choice.budget_usd } } : {}),
    ...(budget === undefined ? {} : { task: { ...ofDays.task, ...budget } }),
  };
}

/** How a call ended that rejected with an error, or was stopped for a reason. */
function endOf(error: unknown): Exclude<CallEnd, 'answered'> {
  const kind = classOf(error, false);
  return kind === 'worker_lost' || kind === 'cancelled' ? 'interrupted' : kind;
}

/** An artifact named relative to the attempt's folder, with its real size and its path in the task's folder. */
async function keptArtifact(folder: string, artifact: ArtifactRef): Promise<ArtifactRef> {
  const file = await stat(join(folder, artifact.path)).catch(() => undefined);
  if (file?.isFile() !== true) {
    throw new TerminalAgentError(`The agent names the artifact “${artifact.path}”, but left no such file.`);
  }
  return { ...artifact, path: `${basename(folder)}/${artifact.path}`, bytes: file.size };
}
