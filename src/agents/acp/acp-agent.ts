import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type PromptResponse, RequestError } from '@agentclientprotocol/sdk';
import { AccountLimitError } from '../../domain/failure.ts';
import type { ModelCall } from '../../domain/money/model-call.ts';
import type { SessionFacts } from '../../domain/session-facts.ts';
import type { AgentAction } from '../../domain/phase.ts';
import type { ActionInput, Agent, AgentCall, AgentContext } from '../agent.ts';
import { listArtifacts } from '../artifacts.ts';
import type { PassedAnswer } from '../gateway/gateway.ts';
import type { SessionSetting } from '../presets/preset.ts';
import { beginCall } from '../protocol/agent-log.ts';
import { requestEnvironment } from '../protocol/request.ts';
import type { Argv, Sandbox } from '../sandbox/sandbox.ts';
import { watchModel } from './model-watch.ts';
import { errorOf, failureOfStop } from './outcome.ts';
import { ownSession } from './own-session.ts';
import { converse } from './session.ts';
import { type SilenceLimits, watchSilence } from './silence.ts';
import { talkOnce } from './talk.ts';
import { readUpdates } from './updates.ts';
import { WORDED_ACTIONS, wordedWork } from './worded-work.ts';

/** Who hears what passes between an agent and its model, where that is seen. */
export interface ModelListeners {
  readonly heard: () => void;
  readonly passed: (answer: PassedAnswer) => void;
  /** Whether the model may be asked now: resolves with why not, or with undefined. */
  readonly refusal: () => Promise<string | undefined>;
}

/** How the agent's program is started for one call. */
export interface AcpStart {
  readonly command: string | Argv;
  readonly env: Readonly<Record<string, string>>;
  readonly settings: readonly SessionSetting[];
  /** Whether it is to go on in a session of before, where there is one and it says that it can. */
  readonly findsSessions: boolean;
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
  /** Words of one's own for its work, by action. */
  readonly prompts?: Readonly<Partial<Record<AgentAction, string | undefined>>> | undefined;
  /** `home` gives a home directory for the agent, by its absolute path. */
  readonly begin: (listeners: ModelListeners, home: () => Promise<string>) => Promise<AcpStart>;
}

/** How long an agent may take to stop that is stopped from outside, in ms. */
const GRACE_MS = 1_000;

/** An agent that is talked with over the Agent Client Protocol: one process and one session a call. */
export function createAcpAgent({ description, sandbox, silence: limits, prompts, begin }: AcpAgentOptions): Agent {
  return {
    description,
    actions: WORDED_ACTIONS,
    goesOn: true,
    run: async <A extends AgentAction>(action: A, call: AgentCall, input: ActionInput[A], context: AgentContext) => {
      const work = wordedWork<A>(action);
      const log = await beginCall(WORDED_ACTIONS, action, call.artifacts, context.signal);
      const stop = new AbortController();
      const { account } = context;
      const end = (error: Error): void => {
        if (error instanceof AccountLimitError) account?.limited(error);
        stop.abort(error);
      };
      const model = watchModel({ onEnd: end, spent: (asked) => account?.spent(asked) });
      // An agent that sleeps after a refusal is silent because of that.
      const silence = watchSilence(limits, (silent) => {
        end(model.failure() ?? silent);
      });
      const updates = readUpdates({ progress: context.progress, log: log.line, silence, mostWords: work.mostWords });
      const wish = { agent: description, round: call.round, hasLeft: (call.left ?? []).length > 0 };
      const session = await ownSession(call.home, wish, log.line);
      let start: AcpStart | undefined;
      let answered: PromptResponse | undefined;
      try {
        const listeners = { heard: silence.heard, passed: model.passed, refusal: async () => account?.refusal() };
        start = await begin(listeners, session.home);
        const { settings, findsSessions } = start;
        const turn = {
          cwd: call.workspace,
          settings,
          prompt: work.prompt(call, input, prompts?.[action]),
          askAgain: () => {
            const more = work.askAgain(updates.lastWords());
            if (more !== undefined) updates.askedAgain();
            return more;
          },
          signal: AbortSignal.any([context.signal, stop.signal]),
          graceMs: () => (context.signal.aborted ? GRACE_MS : limits.graceMs),
          hear: updates.hear,
          goOnIn: findsSessions && work.findsSessions ? session.goOnIn : undefined,
          onSession: session.begun,
          onAsked: silence.asked,
          about: (facts: SessionFacts) => account?.about(facts),
          log: log.line,
        };
        const artifacts = join(call.artifacts, work.folder ?? '.');
        await mkdir(artifacts, { recursive: true });
        const writable = [call.workspace, artifacts, ...start.writable];
        const program = {
          command: start.command,
          cwd: call.workspace,
          confine: sandbox.forTask({ project: call.project, writable }),
          env: { ...start.env, ...requestEnvironment(action, { ...call, artifacts }) },
          onStderr: log.line,
        };
        answered = await talkOnce({ ...turn, program, talk: (streams) => converse(streams, turn) }).catch(
          (error: unknown) => {
            if (!(error instanceof RequestError)) throw error;
            // Into the log with what it said before it failed.
            updates.lastWords();
            throw model.failure() ?? errorOf(error);
          },
        );
        const words = updates.lastWords();
        account?.about({ stop_reason: answered.stopReason });
        const failure = model.failure() ?? failureOfStop(answered.stopReason, words);
        if (failure !== undefined) throw failure;
        await log.close('');
        const answer = await work.answer(words, call, input);
        return { ...answer, artifacts: await listArtifacts(call.artifacts) };
      } catch (error) {
        // One that led nowhere would do so again. It is not to blame for a limit, nor for what ends the call from outside.
        if (!context.signal.aborted && !(error instanceof AccountLimitError)) await session.forget();
        throw error;
      } finally {
        silence.end();
        const cost = session.costOfCall(updates.cost());
        if (!model.seen() && (answered ?? cost) !== undefined) account?.spent(toldBy(answered, cost));
        await session.ended(updates.cost());
        account?.about({ longest_silence_ms: Math.round(silence.longest()) });
        await start?.end();
        await log.close('').catch(() => undefined);
      }
    },
  };
}

/** What an agent tells of its models itself: tokens in a field that is not part of the stable protocol, and its cost. */
function toldBy(answer: object | undefined, cost_usd: number | undefined): ModelCall {
  const usage: unknown = answer !== undefined && 'usage' in answer ? answer.usage : undefined;
  const tokens: unknown =
    typeof usage === 'object' && usage !== null && 'totalTokens' in usage ? usage.totalTokens : undefined;
  const isCount = typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens >= 0;
  return {
    outcome: 'told',
    ...(isCount ? { tokens } : {}),
    ...(cost_usd === undefined ? {} : { cost_usd }),
  };
}
