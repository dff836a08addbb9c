import type { HttpAgentChoice } from '../../config/agent-choice.ts';
import { TerminalAgentError } from '../../domain/failure.ts';
import type { AgentAction } from '../../domain/phase.ts';
import type { ActionInput, Agent, AgentAnswer, AgentCall, AgentContext } from '../agent.ts';
import { listArtifacts } from '../artifacts.ts';
import { type AgentLog, beginCall } from '../protocol/agent-log.ts';
import { agentErrorOf } from '../protocol/failure.ts';
import { requestDocument } from '../protocol/request.ts';
import { readResult } from '../protocol/result.ts';
import { keepAccount } from '../protocol/told-usage.ts';
import { filesOf } from './answered-files.ts';
import { applyChanges } from './apply-changes.ts';
import { askForWork } from './ask-for-work.ts';
import { placeOf } from './origin.ts';
import { saveArtifacts } from './save-artifacts.ts';
import { openWire } from './wire.ts';

/** Where an HTTP agent is (docs/agents.md), and the work it is given. */
export interface HttpAgentOptions extends HttpAgentChoice {
  readonly actions: readonly AgentAction[];
}

/** An agent behind a URL: one POST a call, and the answer at once, as a stream or by polling. */
export function createHttpAgent({ actions, ...choice }: HttpAgentOptions): Agent {
  return {
    description: `http: ${placeOf(new URL(choice.url))}`,
    actions,
    run: async <A extends AgentAction>(action: A, call: AgentCall, input: ActionInput[A], context: AgentContext) => {
      const log = await beginCall(actions, action, call.artifacts, context.signal);
      try {
        const answer = await answerOf(choice, log, action, { call, input, context });
        await log.close('');
        return { ...answer, artifacts: await listArtifacts(call.artifacts) };
      } catch (error) {
        // Whatever the abort made fail, why it was aborted is what counts.
        context.signal.throwIfAborted();
        throw error;
      } finally {
        await log.close('').catch(() => undefined);
      }
    },
  };
}

interface Work<A extends AgentAction> {
  readonly call: AgentCall;
  readonly input: ActionInput[A];
  readonly context: AgentContext;
}

async function answerOf<A extends AgentAction>(
  { url, headers, timeouts, max_answer_bytes }: HttpAgentChoice,
  log: AgentLog,
  action: A,
  { call, input, context }: Work<A>,
): Promise<AgentAnswer<A>> {
  const wire = openWire({
    url: new URL(url),
    headers: { ...headers, traceparent: call.traceparent },
    signal: context.signal,
    log: log.line,
    connectMs: timeouts.connect_s * 1_000,
    idleMs: timeouts.idle_s * 1_000,
  });
  context.progress(`asking ${wire.url.host}`);
  const order = { document: requestDocument(action, call, input), idempotencyKey: call.idempotency_key };
  const final = await askForWork(wire, order, {
    progress: context.progress,
    log: log.line,
    maxAnswerBytes: max_answer_bytes,
    now: Date.now,
  });
  keepAccount(context.account, final, { repeats: true });
  if (final.type === 'error') throw agentErrorOf(final);
  const read = readResult(action, final);
  if ('problem' in read) throw new TerminalAgentError(`The agent's result is not valid for ${action}: ${read.problem}`);
  const { changes, artifacts } = filesOf(action, final);
  await saveArtifacts(wire, call.artifacts, artifacts, Date.now);
  context.signal.throwIfAborted();
  await applyChanges(call.workspace, changes);
  return read.answer;
}
