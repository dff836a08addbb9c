import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ActionInput, AgentAnswer, AgentContext } from '../agents/agent.ts';
import type { Workspace } from '../agents/workspace/workspace.ts';
import { agentNameOf } from '../config/declared-agents.ts';
import { TerminalAgentError } from '../domain/failure.ts';
import type { AgentUsage, ArtifactRef } from '../domain/phase-result.ts';
import { type AgentAction, PHASE_PROFILES } from '../domain/phase.ts';
import { idempotencyKey } from '../domain/task.ts';
import { traceparentOf } from '../domain/trace/trace-context.ts';
import type { AgentCallUnderWay, CallEnd } from '../journal/event.ts';
import { spanOfCall } from '../journal/spans.ts';
import { maskedError } from '../observability/masked-error.ts';
import type { PhaseWork } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';
import { throughBreaker } from './through-breaker.ts';
import { causeOf, classOf } from './to-application-failure.ts';

/** An agent's answer and the evidence it left, as the phase's result holds them. */
export interface Answered<A extends AgentAction> {
  readonly answer: AgentAnswer<A>;
  readonly evidence: { readonly artifacts: readonly ArtifactRef[]; readonly usage?: AgentUsage };
}

/**
 * Asks the project's agent for one action of the phase at work.
 * @throws {CircuitBreakerOpenError} when the agent's breaker does not let the call in.
 */
export async function callAgent<A extends AgentAction>(
  ports: ActivityPorts,
  work: PhaseWork,
  action: A,
  workspace: Pick<Workspace, 'directory' | 'repository' | 'base_commit'>,
  input: ActionInput[A],
): Promise<Answered<A>> {
  const { journal } = ports;
  const { task_id, phase, round, lease_token, request, steps } = work.input;
  const agent = ports.agents.agentFor(request.project, PHASE_PROFILES[phase].agent, action);
  const project = ports.projectNamed(request.project);
  const name = agentNameOf(project, phase);
  const { answer, artifacts } = await throughBreaker(ports, name, work, async (context) => {
    const artifacts = await ports.artifacts.begin(task_id, phase, round);
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
      base_commit: workspace.base_commit,
      ...(steps === undefined ? {} : { steps }),
    };
    work.signal.throwIfAborted();
    const under: AgentCallUnderWay = { attempt: work.attempt, agent: name, action, began: ports.now() };
    const since = ports.monotonic();
    // However the host's clock is set meanwhile, a call ends as long after its beginning as it took.
    const at = (): number => under.began + ports.monotonic() - since;
    journal.tell({ kind: 'call_began', call: under });
    const progress: AgentContext['progress'] = (message, fraction) => {
      journal.tell({ kind: 'call_progressed', call: under });
      context.progress(message, fraction);
    };
    try {
      const traceparent = traceparentOf(spanOfCall(under));
      const answer = await agent.run(action, { ...call, traceparent }, input, { ...context, progress });
      journal.tell({ kind: 'call_ended', call: under, at: at(), end: 'answered', usage: answer.usage });
      return { answer, artifacts };
    } catch (thrown) {
      const error = maskedError(thrown, work.mask);
      const cause = causeOf(error, work.signal);
      journal.tell({ kind: 'call_ended', call: under, at: at(), end: endOf(cause), error: cause });
      throw error;
    }
  });
  const kept = await Promise.all((answer.artifacts ?? []).map((artifact) => keptArtifact(artifacts, artifact)));
  const { usage } = answer;
  return { answer, evidence: { artifacts: kept, ...(usage === undefined ? {} : { usage }) } };
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
