import { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  client,
  type ClientContext,
  type InitializeResponse,
  methods,
  ndJsonStream,
  PROTOCOL_VERSION,
  type PromptResponse,
  RequestError,
  type SessionNotification,
} from '@agentclientprotocol/sdk';
import { TerminalAgentError } from '../../domain/failure.ts';
import type { SessionFacts } from '../../domain/session-facts.ts';
import type { SessionSetting } from '../presets/preset.ts';
import type { ProgramStreams } from '../process/run-process.ts';
import { decidePermission } from './permission.ts';

/** One turn with an agent: a session, and one prompt in it. */
export interface PromptTurn {
  /** The worktree, absolute. */
  readonly cwd: string;
  readonly settings: readonly SessionSetting[];
  readonly prompt: string;
  /** What to ask once more when the agent says that it is done; undefined where that is to be believed. */
  readonly askAgain: () => string | undefined;
  /** A session of before to go on in, where the agent can: it begins a new one otherwise. */
  readonly goOnIn?: string | undefined;
  /** Aborted: the agent is asked to stop, has a moment for it, and the turn rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** How long it may take to stop, in ms. */
  readonly graceMs: () => number;
  /** The session has begun, or is gone on in; the agent is told its work once this is settled. */
  readonly onSession: (id: string) => Promise<void>;
  /** The agent has started, and is told its work now. */
  readonly onAsked: () => void;
  /** What it says of itself and of its session. */
  readonly about: (facts: SessionFacts) => void;
  readonly hear: (update: SessionNotification['update']) => void;
  readonly log: (line: string) => void;
}

/** What a greeting tells of an agent. */
export type AgentGreeting = Pick<InitializeResponse, 'agentInfo' | 'agentCapabilities'>;

const NAME = 'chimera';

/**
 * Has an agent do one piece of work. It is offered neither files nor a terminal of Chimera's, so that it works in the
 * worktree itself, in its sandbox.
 * @throws {RequestError} with the agent's error; another error when the connection ended, which is the program's end.
 */
export async function converse(streams: ProgramStreams, turn: PromptTurn): Promise<PromptResponse> {
  const { cwd, settings, prompt, signal, log, hear } = turn;
  let asked = false;
  const app = client({ name: NAME })
    .onRequest(methods.client.session.requestPermission, ({ params }) => {
      const decision = decidePermission(params, cwd);
      log(
        `permission ${decision.allowed ? 'given' : 'refused'}: ${params.toolCall.title ?? 'a tool'} (${decision.why})`,
      );
      return { outcome: decision.outcome };
    })
    .onNotification(methods.client.session.update, ({ params }) => {
      // What is said before is about the session: its mode, its commands.
      if (asked) hear(params.update);
    });
  return app.connectWith(streamOf(streams), async (agent) => {
    const { agentInfo, agentCapabilities } = await greet(agent, log);
    const sessionId =
      (await sessionOfBefore(agent, agentCapabilities, turn)) ??
      (await agent.request(methods.agent.session.new, { cwd, mcpServers: [] })).sessionId;
    log(`session ${sessionId}`);
    await turn.onSession(sessionId);
    turn.about({
      session: sessionId,
      ...(agentInfo === undefined || agentInfo === null ? {} : { version: agentInfo.version }),
    });
    for (const setting of settings)
      await set(agent, sessionId, setting).catch((error: unknown) => {
        log(`setting ${JSON.stringify(setting)} was refused: ${String(error)}`);
      });
    asked = true;
    turn.onAsked();
    const ask = (text: string): Promise<PromptResponse> =>
      agent.request(methods.agent.session.prompt, { sessionId, prompt: [{ type: 'text', text }] });
    const answered = ask(prompt).then((first) => {
      const more = first.stopReason === 'end_turn' && !signal.aborted ? turn.askAgain() : undefined;
      return more === undefined ? first : ask(more);
    });
    return untilStopped(answered, signal, async () => {
      await agent.notify(methods.agent.session.cancel, { sessionId });
      await Promise.race([answered.catch(() => undefined), delay(turn.graceMs())]);
    });
  });
}

/** The session of before, once the agent has it again; undefined where there is none, or the agent cannot, or will not. */
async function sessionOfBefore(
  agent: ClientContext,
  capabilities: InitializeResponse['agentCapabilities'],
  { cwd, goOnIn: sessionId, log }: Pick<PromptTurn, 'cwd' | 'goOnIn' | 'log'>,
): Promise<string | undefined> {
  if (sessionId === undefined) return undefined;
  const session = { sessionId, cwd, mcpServers: [] };
  try {
    if ((capabilities?.sessionCapabilities?.resume ?? undefined) !== undefined) {
      await agent.request(methods.agent.session.resume, session);
    } else if (capabilities?.loadSession === true) {
      // It tells all that was said in it again, which is not heard: nothing was asked yet.
      await agent.request(methods.agent.session.load, session);
    } else return undefined;
    log(`going on in session ${sessionId}`);
    return sessionId;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    log(`session ${sessionId} cannot be gone on in, a new one begins: ${error.message}`);
    return undefined;
  }
}

/** Has an agent begin a session and set its mode, and asks nothing of its model. */
export function greetOnly(
  streams: ProgramStreams,
  { cwd, settings }: Pick<PromptTurn, 'cwd' | 'settings'>,
): Promise<AgentGreeting> {
  return client({ name: NAME }).connectWith(streamOf(streams), async (agent) => {
    const greeting = await greet(agent, () => undefined);
    const { sessionId } = await agent.request(methods.agent.session.new, { cwd, mcpServers: [] });
    for (const setting of settings) await set(agent, sessionId, setting);
    return greeting;
  });
}

async function greet(agent: ClientContext, log: (line: string) => void): Promise<AgentGreeting> {
  const greeting = await agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    clientCapabilities: {},
    clientInfo: { name: NAME, version: '1' },
  });
  const { agentInfo, protocolVersion } = greeting;
  log(`agent ${agentInfo?.name ?? 'without a name'} ${agentInfo?.version ?? ''}`.trimEnd());
  if (protocolVersion !== PROTOCOL_VERSION) {
    throw new TerminalAgentError(
      `The agent speaks version ${protocolVersion} of the Agent Client Protocol, Chimera ${PROTOCOL_VERSION}.`,
    );
  }
  return greeting;
}

async function set(agent: ClientContext, sessionId: string, setting: SessionSetting): Promise<void> {
  if ('mode' in setting) await agent.request(methods.agent.session.setMode, { sessionId, modeId: setting.mode });
  else {
    const { option: configId, value } = setting;
    await agent.request(methods.agent.session.setConfigOption, { sessionId, configId, value });
  }
}

async function untilStopped<T>(answered: Promise<T>, signal: AbortSignal, stop: () => Promise<void>): Promise<T> {
  answered.catch(() => undefined);
  const stopped = Promise.withResolvers<never>();
  const onAbort = (): void => {
    stop()
      .catch(() => undefined)
      .finally(() => {
        stopped.reject(signal.reason as Error);
      });
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal.aborted) onAbort();
    return await Promise.race([
      answered.then((answer) => (signal.aborted ? stopped.promise : answer)),
      stopped.promise,
    ]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function streamOf({ input, output }: ProgramStreams) {
  return ndJsonStream(
    Writable.toWeb(input) as WritableStream<Uint8Array>,
    Readable.toWeb(output) as ReadableStream<Uint8Array>,
  );
}
