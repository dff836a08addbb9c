import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelRequest, type ScriptedAnswer, shellCall } from '../../src/cli/demo/model/scripted-model.ts';
import { type ScriptedAgent, startScriptedAgent } from '../../src/cli/demo/scripted-agent.ts';
import type { AgentView } from '../../src/contract/agent.ts';
import { eventually } from '../support/eventually.ts';
import { ended } from '../support/task-answer.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

const USAGE = { input: 1_000, cached: 200, output: 50, reasoning: 10 };
const KEYS = Array.from({ length: 8 }, (_, index) => `quota-${index}`);

/** What the site is to have: the fixture proves that it is there. */
const MAKE = 'mkdir -p features && echo made > features/$CHIMERA_TASK_ID';

/** The shortest limit that an agent is not left to sleep through. */
const LIMIT_S = 61;

/** A request that is on its way when the first one is refused meets the limit as well. */
const ON_ITS_WAY_MS = 250;

describe('eight tasks on one account that meets its limit', () => {
  let coder: ScriptedAgent;
  let world: World;
  let chimera: Chimera;
  const asked = new Set<string>();
  /** When the provider refused requests, and until when it does. */
  const refusals: number[] = [];
  let limitedUntil = 0;

  /** Has its agents work on until all of them do, then meets its limit, and after that has each make one file. */
  function script({ said, tools, results }: ModelRequest): ScriptedAnswer {
    const task = KEYS.find((key) => said.some((text) => text.includes(`feature of ${key}`)));
    const call = (command: string): ScriptedAnswer => {
      const shell = shellCall(tools, command);
      return shell === undefined ? { text: 'A title', usage: USAGE } : { call: shell, usage: USAGE };
    };
    if (task === undefined || shellCall(tools, 'true') === undefined) return { text: 'A title', usage: USAGE };
    if (limitedUntil === 0) {
      if (asked.size < KEYS.length) {
        asked.add(task);
        return call('sleep 2');
      }
      limitedUntil = Date.now() + LIMIT_S * 1_000;
    }
    if (Date.now() < limitedUntil) {
      refusals.push(Date.now());
      return { status: 429, message: 'slow down', headers: { 'retry-after': String(LIMIT_S) } };
    }
    return results === 0 ? call(MAKE) : { text: 'I made it.', usage: USAGE };
  }

  beforeAll(async () => {
    coder = await startScriptedAgent('opencode', script);
    world = await createWorld({ coder: 'mine', settings: { agents: { mine: coder.choice } } });
    chimera = await world.start('--workers', '1', '--max-concurrent', String(KEYS.length));
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await coder.model.close();
  });

  const account = async (): Promise<AgentView['account']> => {
    const answer = await fetch(new URL('/api/agents/mine', chimera.apiUrl));
    expect(answer.status).toBe(200);
    return ((await answer.json()) as AgentView).account;
  };

  it('one request is refused, all eight wait, none fails, and they come in one after the other', async () => {
    const ids = await Promise.all(KEYS.map((key) => world.submit(chimera, key)));
    const tasks = () => Promise.all(ids.map((id) => world.task(chimera, id)));
    const all = async (
      what: string,
      holds: (task: Awaited<ReturnType<typeof tasks>>[number]) => boolean,
      limitMs: number,
    ) =>
      eventually(
        what,
        async () => {
          const now = await tasks();
          expect(now.map(({ error }) => error)).toEqual(KEYS.map(() => null));
          return now.every(holds) ? now : undefined;
        },
        limitMs,
        500,
      );

    const waiting = await all('all wait for the account', (task) => task.waiting_for?.kind === 'account', 90_000);
    for (const { waiting_for } of waiting) {
      expect(waiting_for).toMatchObject({ kind: 'account', agent: 'mine' });
      expect(waiting_for).toHaveProperty('reason', expect.stringMatching(/takes no call now: The model answered 429/));
    }
    expect(await account()).toMatchObject({
      state: 'closed',
      reason: expect.stringMatching(/^The model answered 429/) as string,
    });
    const [first = 0] = refusals;
    expect(refusals.filter((at) => at > first + ON_ITS_WAY_MS)).toEqual([]);

    const done = await all('all have ended', ended, 300_000);
    expect(done.map(({ status }) => status)).toEqual(KEYS.map(() => 'completed'));
    expect(await account()).toMatchObject({ state: 'open', closed_until: null });
    expect(refusals.filter((at) => at > first + ON_ITS_WAY_MS)).toEqual([]);
    const coding = done.flatMap(({ phases }) => phases.filter(({ phase }) => phase === 'CODE_IMPLEMENTATION'));
    expect(coding.map(({ attempts }) => attempts)).toEqual(KEYS.map(() => 1));
    const starts = coding.map(({ started_at }) => Date.parse(started_at ?? '')).toSorted((a, b) => a - b);
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(2_000);
  }, 480_000);
});

describe('an account that an operator reopens', () => {
  let coder: ScriptedAgent;
  let world: World;
  let chimera: Chimera;
  let isPaid = false;

  beforeAll(async () => {
    coder = await startScriptedAgent('opencode', ({ tools, results }) => {
      if (!isPaid) return { status: 402, message: 'insufficient_quota' };
      const call = results === 0 ? shellCall(tools, MAKE) : undefined;
      return call === undefined ? { text: 'I made it.', usage: USAGE } : { call, usage: USAGE };
    });
    world = await createWorld({ coder: 'mine', settings: { agents: { mine: coder.choice } } });
    chimera = await world.start('--workers', '1', '--max-concurrent', '2');
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await coder.model.close();
  });

  it('is tried at once by a task that waited for it, long before its time', async () => {
    const id = await world.submit(chimera, 'unpaid');
    const waiting = await world.until(chimera, id, ({ waiting_for }) => waiting_for?.kind === 'account');
    expect(waiting.waiting_for).toHaveProperty('reason', expect.stringMatching(/answered 402/));
    isPaid = true;
    // What the API knows of waiting tasks is written a little later than they wait.
    const done = await eventually(
      'the task has ended',
      async () => {
        const reopened = await fetch(new URL('/api/agents/mine/account', chimera.apiUrl), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ action: 'reopen', reason: 'the bill is paid' }),
        });
        expect(reopened.status).toBe(200);
        const task = await world.task(chimera, id);
        return ended(task) ? task : undefined;
      },
      90_000,
      3_000,
    );
    expect([done.status, done.error]).toEqual(['completed', null]);
    expect(Date.now()).toBeLessThan(Date.parse((waiting.waiting_for as { readonly until: string }).until));
  }, 200_000);
});

describe('an agent that takes over', () => {
  let coders: readonly ScriptedAgent[];
  let world: World;
  let chimera: Chimera;

  beforeAll(async () => {
    const limited = await startScriptedAgent('opencode', () => ({
      ...{ status: 429, message: 'usage_limit_reached', headers: { 'retry-after': '3600' } },
    }));
    const other = await startScriptedAgent('codex', ({ tools, results }) => {
      const call = results === 0 ? shellCall(tools, MAKE) : undefined;
      return call === undefined ? { text: 'I made it.', usage: USAGE } : { call, usage: USAGE };
    });
    coders = [limited, other];
    const agents = {
      first: { ...limited.choice, then: { agent: 'second', on: ['limit'] } },
      second: { ...other.choice, most_at_once: 1 },
    };
    world = await createWorld({ coder: 'first', settings: { agents } });
    chimera = await world.start('--workers', '1', '--max-concurrent', '2');
  }, 120_000);
  afterAll(async () => {
    await world.close();
    for (const { model } of coders) await model.close();
  });

  it('does the work where the first one’s account is closed, and that one is asked no more', async () => {
    // It may ask for a title beside the work: then the one is on its way while the other is refused.
    const refused = () => coders[0]?.model.requests.length ?? 0;
    const work = async (key: string) => {
      const id = await world.submit(chimera, key);
      return world.until(chimera, id, ended);
    };
    const first = await work('over');
    expect([first.status, first.error]).toEqual(['completed', null]);
    const before = refused();
    expect([1, 2]).toContain(before);
    const both = await Promise.all([work('over-2'), work('over-3')]);
    expect(both.map(({ status, error }) => [status, error])).toEqual([
      ['completed', null],
      ['completed', null],
    ]);
    expect(refused()).toBe(before);
    const answer = await fetch(new URL('/api/agents', chimera.apiUrl));
    const { agents } = (await answer.json()) as { readonly agents: readonly AgentView[] };
    const accounts = new Map(agents.map(({ name, account }) => [name, account]));
    expect(accounts.get('first')).toMatchObject({ state: 'closed' });
    expect(accounts.get('second')).toMatchObject({ state: 'open', most_at_once: 1, calls: 0 });
  }, 200_000);
});
