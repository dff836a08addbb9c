import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { throughBreaker } from '../../src/activities/through-breaker.ts';
import { createCommandAgent } from '../../src/agents/command/command-agent.ts';
import { type BreakerSettings, DEFAULT_BREAKER_SETTINGS } from '../../src/domain/circuit-breaker.ts';
import { createJournal } from '../../src/journal/event.ts';
import { type BreakerStore, createBreakerStore } from '../../src/persistence/breaker-store.ts';
import { createCircuitBreakers } from '../../src/persistence/circuit-breakers.ts';
import { type Database, openDatabase } from '../../src/persistence/database.ts';
import { attemptOf } from '../support/activities/phase-input.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { agentCall, recordingContext } from './agent-call.ts';
import { NO_SANDBOX } from '../../src/agents/sandbox/sandbox.ts';

const CODER = 'coder-agent@shop';
const OPEN_MS = 1_000;
const LEASE_MS = 8_000;
const settings: BreakerSettings = { ...DEFAULT_BREAKER_SETTINGS, open_ms: OPEN_MS, probe_lease_ms: LEASE_MS };

/** Down while there is no file `up`; then it works until there is a file `gate`, and writes down who is inside. */
const PROGRAM = `
cat > /dev/null
echo in >> ledger
if [ ! -e up ]; then
  echo out >> ledger
  echo '{"type":"error","transient":true,"message":"it is down"}'
  exit 1
fi
until [ -e gate ]; do sleep 0.05; done
echo out >> ledger
echo '{"type":"result","summary":"done"}'
`;

let folder: string;
let workspace: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chimera-breakers-'));
  workspace = join(folder, 'workspace');
  await mkdir(workspace);
  await writeFile(join(folder, 'agent.sh'), PROGRAM);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Inside {
  readonly calls: number;
  readonly now: number;
  readonly most: number;
}

/** How many calls the program had, how many are in it now, and how many were at most. */
async function inside(): Promise<Inside> {
  const lines = (await readFile(join(workspace, 'ledger'), 'utf8').catch(() => '')).split('\n');
  let [now, most] = [0, 0];
  for (const line of lines) {
    if (line === 'in') now += 1;
    if (line === 'out') now -= 1;
    most = Math.max(most, now);
  }
  return { calls: lines.filter((line) => line === 'in').length, now, most };
}

const put = (file: string) => writeFile(join(workspace, file), '');

/** A worker's call of the program, through breakers of its own on the shared database. */
function worker(store: BreakerStore) {
  const agent = createCommandAgent({
    command: 'sh ../agent.sh',
    env: {},
    actions: ['implement_feature'],
    sandbox: NO_SANDBOX,
  });
  const breakers = createCircuitBreakers({
    apply: store.apply,
    settings,
    log: {
      warn: (context, message) => {
        throw new Error(`${message}: ${JSON.stringify(context)}`);
      },
    },
    // Many calls of one test on a busy host.
    patienceMs: 30_000,
  });
  return async (index: number): Promise<'answered' | 'failed' | 'refused'> => {
    const phase = 'CODE_IMPLEMENTATION';
    const call = {
      ...agentCall({ phase, directory: workspace, base_commit: 'c0' }),
      artifacts: join(folder, `${index}`),
    };
    const input = { test_path: 't', test_commit: 'c1' };
    try {
      const context = { ...recordingContext(), attempt: attemptOf('CODE_IMPLEMENTATION') };
      await throughBreaker({ breakers, journal: createJournal([]) }, CODER, context, (context) =>
        agent.run('implement_feature', call, input, context),
      );
      return 'answered';
    } catch (error) {
      const { name } = error as Error;
      return name === 'CircuitBreakerOpenError' ? 'refused' : 'failed';
    }
  };
}

type Work = ReturnType<typeof worker>;

/** What the breakers of agents must do with real programs, on workers that share a database. */
function describeRealCalls(open: () => readonly Database[]): void {
  let workers: readonly Work[];
  let stores: readonly BreakerStore[];
  beforeEach(() => {
    stores = open().map(({ db }) => createBreakerStore(db, settings));
    workers = stores.map(worker);
  });

  /** So many calls at once, shared by all workers. */
  const callers = (size: number, from: number): Promise<string>[] =>
    Array.from({ length: size }, (_, index) => workers[index % workers.length]?.(from + index) ?? Promise.reject(none));
  const once = (what: () => Promise<boolean>) => expect.poll(what, { timeout: 60_000, interval: 25 }).toBe(true);
  const timeIsOver = () =>
    once(async () => {
      const { at = 0, breakers } = (await stores[0]?.all()) ?? {};
      const breaker = breakers?.get(CODER);
      return breaker?.state === 'OPEN' && at >= (breaker.until ?? Infinity);
    });
  const stateNow = async () => (await stores[0]?.all())?.breakers.get(CODER);

  it('an agent that is down gets five calls, then three at a time until one of them succeeds', async () => {
    const alone = (index: number): Promise<string> => Promise.race(callers(1, index));
    const outcomes: string[] = [];
    for (let index = 0; index < 8; index += 1) outcomes.push(await alone(index));
    expect(outcomes).toEqual([...Array<string>(5).fill('failed'), ...Array<string>(3).fill('refused')]);
    expect(await inside()).toMatchObject({ calls: 5, now: 0 });

    // Still down when its time is over: one failure is enough to open the breaker again.
    await timeIsOver();
    // The call that tried it is no attempt of its task: to it the breaker is open.
    expect(await alone(10)).toBe('refused');
    expect((await inside()).calls).toBe(6);
    expect(await stateNow()).toMatchObject({ state: 'OPEN', generation: 3 });

    await put('up');
    await timeIsOver();
    const calls = callers(50, 100);
    await once(async () => (await inside()).now === 3);
    calls.push(...callers(50, 200));
    // All but those inside have their answer; nobody else got in.
    await once(async () => (await settled(calls)).length === 97);
    expect(new Set(await settled(calls))).toEqual(new Set(['refused']));
    expect(await inside()).toMatchObject({ calls: 9, now: 3, most: 3 });

    // These three say nothing for the length of their lease: then others may try.
    await once(async () => {
      calls.push(alone(100 + calls.length));
      return (await inside()).now > 3;
    });
    expect(await stateNow()).toMatchObject({ state: 'HALF_OPEN', generation: 4 });

    await put('gate');
    const ends = await Promise.all(calls);
    expect(ends.filter((end) => end === 'answered')).toHaveLength((await inside()).calls - 6);
    expect(ends).not.toContain('failed');
    expect(await stateNow()).toEqual({ state: 'CLOSED', generation: 5, consecutive_failures: 0 });
    expect(await Promise.all(callers(6, 900))).toEqual(Array<string>(6).fill('answered'));
    const log = (await stores[0]?.transitions(9, CODER)) ?? [];
    expect(log.map(({ to_state }) => to_state).reverse()).toEqual(['OPEN', 'HALF_OPEN', 'OPEN', 'HALF_OPEN', 'CLOSED']);
  });
}

const none = new Error('there is no worker');

/** The outcomes of those calls that have one by now. */
async function settled(calls: readonly Promise<string>[]): Promise<readonly string[]> {
  const outcomes = await Promise.all(calls.map((call) => Promise.race([call, Promise.resolve('')])));
  return outcomes.filter((outcome) => outcome !== '');
}

describe('breakers before a real program, on the embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({});
  });
  afterAll(() => database.close());

  describeRealCalls(() => [database]);
});

describe('breakers before a real program, for workers that share a PostgreSQL', () => {
  let server: PostgresServer;
  let databases: readonly Database[];
  beforeAll(async () => {
    server = await startPostgres();
    databases = [await openDatabase({ url: server.url }), await openDatabase({ url: server.url })];
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await server.stop();
  });

  describeRealCalls(() => databases);
});
