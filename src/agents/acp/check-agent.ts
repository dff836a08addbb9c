import { RequestError } from '@agentclientprotocol/sdk';
import type { AcpStart } from './acp-agent.ts';
import { errorOf } from './outcome.ts';
import { type AgentGreeting, greetOnly } from './session.ts';
import { talkOnce } from './talk.ts';

/** How long an agent may take to begin a session, in ms. */
const LIMIT_MS = 30_000;

/**
 * Starts an agent, has it begin a session with its mode, and ends it. Asks nothing of its model.
 * @throws {Error} that says why it cannot work: no program, not signed in, not that mode.
 */
export async function checkAgent({ command, env, settings }: AcpStart, cwd: string): Promise<AgentGreeting> {
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new RequestError(0, `it began no session within ${LIMIT_MS / 1_000} s`));
  }, LIMIT_MS);
  try {
    return await talkOnce({
      program: { command, cwd, env },
      talk: (streams) => greetOnly(streams, { cwd, settings }),
      signal: late.signal,
      graceMs: () => 0,
    });
  } catch (error) {
    throw error instanceof RequestError ? errorOf(error) : error;
  } finally {
    clearTimeout(timer);
  }
}
