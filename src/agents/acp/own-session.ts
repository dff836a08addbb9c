import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { costOfCall, isGoneOnIn, type SessionWish } from '../../domain/kept-session.ts';
import { replaceFile } from '../workspace/replace-file.ts';

const keptSession = z.object({
  agent: z.string(),
  id: z.string(),
  round: z.int(),
  cost_usd: z.number().nonnegative().optional(),
});

/** The session of a call, remembered on this host for the calls to come. Only telling the agent's home may fail. */
export interface OwnSession {
  /** The session of an earlier call to go on in. */
  readonly goOnIn: string | undefined;
  /** The agent's home directory, there. Absolute path. */
  home(): Promise<string>;
  /** The session in which the call works. */
  begun(id: string): Promise<void>;
  /** What the call cost, of what the agent says that its session did; undefined where it says nothing. */
  costOfCall(total: number | undefined): number | undefined;
  /** The call has ended, and its session cost this much by now. */
  ended(total: number | undefined): Promise<void>;
  /** No call is to go on in the session that this one went on in, if it did. */
  forget(): Promise<void>;
}

/**
 * Opens what is kept of an agent's sessions in a folder, the agent's home among it. The record lies beside the home, where
 * the agent does not write.
 */
export async function ownSession(
  folder: string,
  wish: SessionWish,
  trouble: (line: string) => void,
): Promise<OwnSession> {
  const file = join(folder, 'session.json');
  const found = await readFile(file, 'utf8')
    .then((text) => keptSession.parse(JSON.parse(text)))
    .catch(() => undefined);
  const before = found !== undefined && isGoneOnIn(found, wish) ? found : undefined;
  let id: string | undefined;
  let isForgotten = false;
  const made = (path: string): Promise<unknown> => mkdir(path, { recursive: true, mode: 0o700 });
  const write = async (cost_usd: number | undefined): Promise<void> => {
    const { agent, round } = wish;
    try {
      await made(folder);
      await replaceFile(file, JSON.stringify({ agent, id, round, cost_usd }));
    } catch (error) {
      trouble(`the session could not be kept: ${String(error)}`);
    }
  };
  const goesOn = (): boolean => before !== undefined && id === before.id;
  const costBefore = (): number | undefined => (goesOn() ? before?.cost_usd : undefined);
  return {
    goOnIn: before?.id,
    home: async () => {
      const home = join(folder, 'home');
      await made(home);
      return home;
    },
    begun: async (session) => {
      id = session;
      await write(costBefore());
    },
    costOfCall: (total) => (total === undefined ? undefined : costOfCall(total, costBefore())),
    ended: async (total) => {
      if (id !== undefined && !isForgotten && total !== undefined) await write(total);
    },
    forget: async () => {
      if (!goesOn()) return;
      isForgotten = true;
      await rm(file, { force: true }).catch((error: unknown) => {
        trouble(`the session could not be forgotten: ${String(error)}`);
      });
    },
  };
}
