import { setTimeout as delay } from 'node:timers/promises';
import { RequestError } from '@agentclientprotocol/sdk';
import { runProcess } from '../process/run-process.ts';
import type { AcpStart } from './acp-agent.ts';
import { errorOf } from './outcome.ts';
import { endedEarly, unstartable } from './program-end.ts';
import { type AgentGreeting, greetOnly } from './session.ts';

/** How long an agent may take to begin a session, in ms. */
const LIMIT_MS = 30_000;

const EXIT_MS = 1_000;
const OVER = new Error('The agent was checked.');

/**
 * Starts an agent, has it begin a session with its mode, and ends it. Asks nothing of its model.
 * @throws {Error} that says why it cannot work: no program, not signed in, not that mode.
 */
export async function checkAgent(start: AcpStart, cwd: string): Promise<AgentGreeting> {
  const over = new AbortController();
  const greeted = Promise.withResolvers<AgentGreeting>();
  const gone = runProcess({
    command: start.command,
    cwd,
    env: start.env,
    signal: over.signal,
    talk: (streams) => {
      greetOnly(streams, { cwd, settings: start.settings }).then(greeted.resolve, greeted.reject);
    },
  }).catch((error: unknown) => {
    if (error === OVER) return undefined;
    greeted.reject(error);
    throw error;
  });
  gone.catch(() => undefined);
  const late = setTimeout(() => {
    greeted.reject(new RequestError(0, `it began no session within ${LIMIT_MS / 1_000} s`));
  }, LIMIT_MS);
  try {
    return await greeted.promise;
  } catch (error) {
    if (error instanceof RequestError) throw errorOf(error);
    throw endedEarly((await Promise.race([gone.catch(unstartable), delay(EXIT_MS)])) ?? undefined, error);
  } finally {
    clearTimeout(late);
    over.abort(OVER);
    await gone.catch(() => undefined);
  }
}
