import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';
import { newTask } from '../domain/task-state.ts';
import { type ApiFixture, apiFixture, project } from '../../tests/support/api/api-fixture.ts';
import { readHere } from '../../tests/support/read-here.ts';
import { STANDARD_RETRY_POLICY } from '../domain/retry-policy.ts';
import type { Agents, AgentView } from '../contract/agent.ts';

const CODER = 'coder-agent@shop';
const PATH = `/api/agents/${encodeURIComponent(CODER)}`;
const NOON = '2026-03-01T12:00:00.000Z';

let api: ApiFixture;
beforeAll(async () => {
  const shop = project({ agents: { 'coder-agent': { command: 'node coder.mjs' } }, staging: { command: 'x' } });
  api = await apiFixture({ rules: { projects: [shop], retry: STANDARD_RETRY_POLICY, readFeature: readHere } });
});
afterAll(() => api.close());

const get = async <T>(url: string): Promise<T> => (await api.app.inject(url)).json<T>();
const command = (payload: unknown, path = PATH) =>
  api.app.inject({ method: 'POST', url: `${path}/breaker`, payload: payload as object });

async function openCoder(): Promise<void> {
  for (let count = 0; count < 5; count += 1) {
    const generation = api.breakers.kept.get(CODER)?.generation ?? 0;
    await api.breakers.apply(CODER, { kind: 'failed', generation, token: 'a', reason: 'it is down' });
  }
}

describe('GET /api/agents', () => {
  it('lists who does the work, how they are reached, and that their breakers are closed', async () => {
    const { agents, breakers, note } = await get<Agents>('/api/agents');
    expect(agents.map(({ name }) => name)).toEqual(['e2e-tester-agent', CODER, 'guardian-agent', 'deployment-agent']);
    expect(agents[1]).toEqual({
      name: CODER,
      reached_by: ['command: node coder.mjs'],
      actions: ['implement_feature'],
      projects: ['shop'],
      breaker: {
        state: 'CLOSED',
        consecutive_failures: 0,
        tripped: false,
        opened_at: null,
        retry_at: null,
        probes: [],
        generation: 0,
      },
      account: {
        ...{ state: 'open', closed_since: null, closed_until: null, reason: null },
        ...{ most_at_once: null, calls: null },
      },
      transitions: [],
      heartbeat: {
        ...{ state: 'EXPECTED', since: null, age_ms: null, last_beat_at: null, first_seen_at: null },
        ...{ interval_ms: null, uptime: null, doing: null, beats: [], transitions: [] },
      },
    });
    expect({ breakers, note }).toEqual({ breakers: 'known', note: null });
  });

  it('shows a closed account, until when and why, and has it tried again by an operator’s word', async () => {
    await api.accounts.apply(CODER, { kind: 'limited', wait_ms: 60_000, reason: 'The model answered 429.' });
    const closed = { closed_since: NOON, closed_until: '2026-03-01T12:02:00.000Z', reason: 'The model answered 429.' };
    expect((await get<AgentView>(PATH)).account).toMatchObject({ state: 'closed', ...closed });
    const reopen = (path: string, body: object) =>
      api.app.inject({ method: 'POST', url: `${path}/account`, payload: body });
    const wrong = await reopen(PATH, { action: 'open', reason: 'x' });
    expect([wrong.statusCode, wrong.body]).toEqual([422, expect.stringContaining('must be reopen') as string]);
    const built_in = await reopen('/api/agents/guardian-agent', { action: 'reopen', reason: 'x' });
    expect([built_in.statusCode, built_in.json()]).toMatchObject([
      409,
      { type: 'urn:chimera:problem:agent-without-account' },
    ]);
    const request = { feature: 'pay', target_url: 'http://shop', priority: 5, project: 'shop' };
    const waiting_for = { kind: 'account', agent: CODER, until: NOON, reason: 'The model answered 429.' } as const;
    await api.runs.save({ ...newTask('chimera-00000000a001', request, 0, TRACEPARENT), waiting_for });
    const done = await reopen(PATH, { action: 'reopen', reason: 'the bill is paid' });
    expect(api.gateway.calls).toEqual(['tryNow chimera-00000000a001']);
    expect(done.json<AgentView>().account).toMatchObject({ state: 'reopening', closed_until: NOON });
    expect(api.log.lines).toContain('info an operator reopened an account');
  });

  it('shows an open breaker, until when, and why', async () => {
    await openCoder();
    const { breaker, transitions } = await get<AgentView>(PATH);
    expect(breaker).toMatchObject({
      state: 'OPEN',
      consecutive_failures: 5,
      tripped: false,
      opened_at: NOON,
      retry_at: '2026-03-01T12:01:00.000Z',
    });
    expect(transitions).toEqual([
      {
        from: 'CLOSED',
        to: 'OPEN',
        generation: 1,
        reason: '5 failures in a row, the last: it is down',
        by: 'chimera',
        at: NOON,
      },
    ]);
    const { agents } = await get<Agents>('/api/agents');
    expect(agents[1]?.transitions).toHaveLength(1);
    expect(agents[0]).toMatchObject({ breaker: { state: 'CLOSED' }, transitions: [] });
  });

  it('shows the calls that try an agent while they keep their place', async () => {
    const now = api.clock.now;
    api.clock.now += 60_000;
    await api.breakers.apply(CODER, { kind: 'enter', token: 'a' });
    expect((await get<AgentView>(PATH)).breaker).toMatchObject({
      state: 'HALF_OPEN',
      opened_at: null,
      probes: [{ since: '2026-03-01T12:01:00.000Z', until: '2026-03-01T12:02:00.000Z' }],
    });
    api.clock.now += 60_000;
    expect((await get<AgentView>(PATH)).breaker?.probes).toEqual([]);
    api.clock.now = now;
  });

  it('knows 404 for an agent that is not there, with those that are', async () => {
    const answer = await api.app.inject('/api/agents/coder-agent');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:agent-not-found' });
    expect(answer.json<{ detail: string }>().detail).toContain(`"${CODER}"`);
    expect((await command({ action: 'trip', reason: 'x' }, '/api/agents/nobody')).statusCode).toBe(404);
  });

  it('answers while the database is away, and says that calls go through', async () => {
    api.breakers.away = true;
    const { agents, breakers, note } = await get<Agents>('/api/agents');
    expect(breakers).toBe('unknown');
    expect(note).toContain('breaker state unknown: database away');
    expect(agents.every(({ breaker }) => breaker === null)).toBe(true);
    expect(api.log.lines).toContain('warn breaker state unknown: database away; calls of agents go through');
    const refused = await command({ action: 'trip', reason: 'x' });
    expect(refused.statusCode).toBe(503);
    expect(refused.headers['retry-after']).toBe('2');
    api.breakers.away = false;
    api.breakers.silent = true;
    expect((await get<Agents>('/api/agents')).breakers).toBe('unknown');
    api.breakers.silent = false;
    expect((await get<Agents>('/api/agents')).breakers).toBe('known');
  });
});

describe('the heartbeats of agents', () => {
  it('are shown with what came of them', async () => {
    const at = api.clock.now;
    const judgement = { state: 'FAILED', since: at - 2_000, failed_ms: 1_000 } as const;
    const signs = { interval_ms: 5_000, expected_at: at - 9_000, last_beat_at: at - 1_500, ended: null };
    const subject = { kind: 'agent', process: 'host:1:2', what: 'idle', first_seen_at: at - 12_000 } as const;
    api.heartbeats.known.push({ ...subject, name: CODER, signs, judgement });
    api.heartbeats.known.push({ ...subject, name: 'coder-agent@elsewhere', signs, judgement });
    const beat = { process: 'host:1:2', what: 'idle', at: at - 1_500 };
    api.heartbeats.received.push({ ...beat, name: CODER }, { ...beat, name: 'guardian-agent' });
    const change = {
      process: 'host:1:2',
      from: 'HEALTHY',
      to: 'FAILED',
      reason: 'no heartbeat',
      at: at - 2_000,
    } as const;
    api.heartbeats.changes.push(...Array.from({ length: 60 }, () => ({ ...change, name: CODER })));
    const { heartbeat } = await get<AgentView>(PATH);
    const iso = (ms: number) => new Date(ms).toISOString();
    expect(heartbeat).toMatchObject({
      state: 'FAILED',
      since: iso(at - 2_000),
      age_ms: 1_500,
      last_beat_at: iso(at - 1_500),
      first_seen_at: iso(at - 12_000),
      interval_ms: 5_000,
      uptime: 0.75,
      doing: 'idle',
      beats: [{ at: iso(at - 1_500), what: 'idle', process: 'host:1:2' }],
    });
    expect(heartbeat.transitions).toHaveLength(50);
    const { agents } = await get<Agents>('/api/agents');
    expect(agents.map((agent) => [agent.heartbeat.state, agent.heartbeat.transitions.length])).toEqual([
      ['EXPECTED', 0],
      ['FAILED', 5],
      ['EXPECTED', 0],
      ['EXPECTED', 0],
    ]);
  });

  it('are unknown while the database is away, or takes too long', async () => {
    for (const trouble of ['away', 'silent'] as const) {
      api.heartbeats[trouble] = true;
      const { agents } = await get<Agents>('/api/agents');
      expect(agents.every(({ heartbeat }) => heartbeat.state === 'UNKNOWN')).toBe(true);
      api.heartbeats[trouble] = false;
    }
  });
});

describe('POST /api/agents/:name/breaker', () => {
  it('trips the breaker until it is reset, each with its reason in the log', async () => {
    const tripped = await command({ action: 'trip', reason: 'the provider is being moved' });
    expect(tripped.statusCode).toBe(200);
    expect(tripped.json<AgentView>().breaker).toMatchObject({ state: 'OPEN', tripped: true, retry_at: null });
    const reset = (await command({ action: 'reset', reason: 'it is back' })).json<AgentView>();
    expect(reset.breaker).toMatchObject({ state: 'CLOSED', consecutive_failures: 0 });
    expect(reset.transitions.slice(0, 2)).toMatchObject([
      { from: 'OPEN', to: 'CLOSED', reason: 'it is back', by: 'operator' },
      { to: 'OPEN', reason: 'the provider is being moved', by: 'operator' },
    ]);
  });

  it.each([
    [{ action: 'open', reason: 'x' }, 'action', 'must be trip or reset'],
    [{ action: 'trip' }, 'reason', 'must be a text'],
    [{ action: 'trip', reason: ' ' }, 'reason', 'must not be empty'],
  ])('refuses %j with the field named', async (body, field, message) => {
    const answer = await command(body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ errors: unknown[] }>().errors).toContainEqual({ field, message });
  });
});
