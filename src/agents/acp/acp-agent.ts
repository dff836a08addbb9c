import { setTimeout as delay } from 'node:timers/promises';
import { RequestError } from '@agentclientprotocol/sdk';
import { TerminalAgentError } from '../../domain/failure.ts';
import type { AgentAction } from '../../domain/phase.ts';
import type { ActionInput, Agent, AgentAnswer, AgentCall, AgentContext } from '../agent.ts';
import { listArtifacts } from '../artifacts.ts';
import type { PassedAnswer } from '../gateway/gateway.ts';
import { coderPrompt } from '../presets/prompt.ts';
import type { SessionSetting } from '../presets/preset.ts';
import { runProcess } from '../process/run-process.ts';
import { type AgentLog, beginCall } from '../protocol/agent-log.ts';
import { requestEnvironment } from '../protocol/request.ts';
import type { Argv, Sandbox } from '../sandbox/sandbox.ts';
import { watchModel } from './model-watch.ts';
import { failureOfPrompt, type PromptEnd } from './outcome.ts';
import { endedEarly, unstartable } from './program-end.ts';
import { converse } from './session.ts';
import { type SilenceLimits, watchSilence } from './silence.ts';
import { readUpdates } from './updates.ts';

/** Who hears what passes between an agent and its model, where that is seen. */
export interface ModelListeners {
  readonly heard: () => void;
  readonly passed: (answer: PassedAnswer) => void;
}

/** How the agent's program is started for one call. */
export interface AcpStart {
  readonly command: string | Argv;
  readonly env: Readonly<Record<string, string>>;
  readonly settings: readonly SessionSetting[];
  /** What it may change besides the worktree and the artifacts. */
  readonly writable: readonly string[];
  /** Ends what was begun for the call. */
  end(): Promise<void>;
}

/** An agent that speaks the Agent Client Protocol. */
export interface AcpAgentOptions {
  readonly description: string;
  readonly sandbox: Sandbox;
  readonly silence: SilenceLimits;
  readonly begin: (listeners: ModelListeners) => Promise<AcpStart>;
}

/** What an agent that speaks the Agent Client Protocol can be asked to do. */
const ACP_ACTIONS: readonly AgentAction[] = ['implement_feature'];

/** How long an agent may take to stop that is stopped from outside, in ms. */
const GRACE_MS = 1_000;

/** How long a program whose connection ended may take to end itself, in ms, so that it can be said how. */
const EXIT_MS = 1_000;

const OVER = new Error('The conversation is over.');

/** An agent that is talked with over the Agent Client Protocol: one process and one session a call. */
export function createAcpAgent({ description, sandbox, silence: limits, begin }: AcpAgentOptions): Agent {
  return {
    description,
    actions: ACP_ACTIONS,
    run: async <A extends AgentAction>(action: A, call: AgentCall, input: ActionInput[A], context: AgentContext) => {
      const log = await beginCall(ACP_ACTIONS, action, call.artifacts, context.signal);
      const stop = new AbortController();
      const stopped = AbortSignal.any([context.signal, stop.signal]);
      const end = (error: Error): void => {
        stop.abort(error);
      };
      const model = watchModel(end);
      // An agent that sleeps after a refusal is silent because of that.
      const silence = watchSilence(limits, (silent) => {
        end(model.failure() ?? silent);
      });
      const updates = readUpdates({ progress: context.progress, log: log.line, silence });
      let start: AcpStart | undefined;
      try {
        start = await begin({ heard: silence.heard, passed: model.passed });
        const ended = await talkOver({
          start,
          call,
          confine: sandbox.forTask({
            project: call.project,
            writable: [call.workspace, call.artifacts, ...start.writable],
          }),
          prompt: coderPrompt(call, input as ActionInput['implement_feature']),
          signal: stopped,
          graceMs: () => (context.signal.aborted ? GRACE_MS : limits.graceMs),
          hear: updates.hear,
          onAsked: silence.asked,
          log,
        });
        const words = updates.lastWords();
        const failure = model.failure() ?? failureOfPrompt('error' in ended ? ended : { ...ended, words });
        if (failure !== undefined) throw failure;
        const usage =
          model.usage() ??
          ('tokens' in ended && ended.tokens !== undefined ? { tokens_used: ended.tokens } : undefined);
        await log.close('');
        const answer = {
          summary: words,
          artifacts: await listArtifacts(call.artifacts),
          ...(usage === undefined ? {} : { usage }),
        };
        return answer as unknown as AgentAnswer<A>;
      } finally {
        silence.end();
        await start?.end();
        await log.close('').catch(() => undefined);
      }
    },
  };
}

interface Talk {
  readonly start: AcpStart;
  readonly call: AgentCall;
  readonly confine: ReturnType<Sandbox['forTask']>;
  readonly prompt: string;
  readonly signal: AbortSignal;
  readonly graceMs: () => number;
  readonly hear: ReturnType<typeof readUpdates>['hear'];
  readonly onAsked: () => void;
  readonly log: AgentLog;
}

type TalkEnd =
  | { readonly error: RequestError }
  | { readonly stop: Extract<PromptEnd, { stop: unknown }>['stop']; readonly tokens: number | undefined };

/**
 * Runs the program, talks with it, and ends it with all that it started.
 * @throws {TransientAgentError} when it ended before it answered; the signal's reason when that is aborted.
 */
async function talkOver({ start, call, confine, prompt, signal, graceMs, hear, onAsked, log }: Talk): Promise<TalkEnd> {
  signal.throwIfAborted();
  const over = new AbortController();
  const talked = Promise.withResolvers<TalkEnd>();
  const running = runProcess({
    command: start.command,
    cwd: call.workspace,
    confine,
    env: { ...start.env, ...requestEnvironment('implement_feature', call) },
    signal: over.signal,
    onStderr: log.line,
    talk: (streams) => {
      converse(streams, {
        cwd: call.workspace,
        settings: start.settings,
        prompt,
        signal,
        graceMs,
        hear,
        onAsked,
        log: log.line,
      }).then((answer) => {
        talked.resolve({ stop: answer.stopReason, tokens: tokensOf(answer) });
      }, talked.reject);
    },
  });
  // Settled once the program is gone: how it ended, or undefined when it was ended here.
  const gone = running.catch((error: unknown) => {
    if (error === OVER) return undefined;
    talked.reject(error);
    throw error;
  });
  gone.catch(() => undefined);
  try {
    return await Promise.race([talked.promise, rejectedBy(signal, graceMs)]);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RequestError) return { error };
    if (error instanceof TerminalAgentError) throw error;
    const ended = await Promise.race([gone.catch(unstartable), delay(EXIT_MS)]);
    throw endedEarly(ended ?? undefined, error);
  } finally {
    over.abort(OVER);
    await gone.catch(() => undefined);
  }
}

/** The tokens that some agents tell with their answer, in a field that is not part of the stable protocol. */
function tokensOf(answer: object): number | undefined {
  const usage: unknown = 'usage' in answer ? answer.usage : undefined;
  const total: unknown =
    typeof usage === 'object' && usage !== null && 'totalTokens' in usage ? usage.totalTokens : undefined;
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : undefined;
}

/** Rejects with the signal's reason, somewhat after an agent that is asked to stop should have. */
function rejectedBy(signal: AbortSignal, graceMs: () => number): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener(
    'abort',
    () => {
      setTimeout(() => {
        reject(signal.reason);
      }, graceMs()).unref();
    },
    { once: true },
  );
  return promise;
}
