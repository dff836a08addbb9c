import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine, problemAnswer } from '../../../../tests/support/cli/chimera.ts';
import { jsonAnswer } from '../../../../tests/support/cli/stub-api.ts';
import { AGENT_EXAMPLE } from '../../../contract/agent.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
});
afterEach(() => cli.close());

const closed = { ...AGENT_EXAMPLE.breaker, state: 'CLOSED', consecutive_failures: 2, opened_at: null, retry_at: null };
const guardian = {
  name: 'guardian-agent',
  reached_by: ['built-in'],
  actions: ['review_change'],
  projects: ['shop', 'blog'],
  account: null,
  breaker: closed,
  transitions: AGENT_EXAMPLE.transitions,
  heartbeat: { ...AGENT_EXAMPLE.heartbeat, state: 'UNKNOWN', age_ms: null, transitions: [] },
};
const agent = (breaker: object | null) => ({ ...AGENT_EXAMPLE, breaker });
const listed = (...agents: object[]) => ({ agents, breakers: 'known', note: null });

async function shown(...agents: object[]): Promise<string> {
  cli.api.routes['GET /api/agents'] = jsonAnswer(200, listed(...agents));
  const { code, out } = await cli.run(['agents'], { columns: 200 });
  expect(code).toBe(0);
  return out;
}

describe('chimera agents', () => {
  it('shows who does the work, for whom, and why a breaker is not closed', async () => {
    const out = await shown(guardian, AGENT_EXAMPLE);
    expect(out).toMatch(/guardian-agent +unknown +– +closed +2 +shop and blog/);
    expect(out).toMatch(/1 of 2 agents is not well/);
    expect(out).toMatch(/coder-agent@shop +healthy +1\.\d s +open, tried by the next call +5/);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(/open since .* by chimera: 5 failures in a row, the last: the service/);
  });

  it('tells when it is tried again, that it is being tried, and that an operator tripped it', async () => {
    const open = { ...AGENT_EXAMPLE.breaker };
    const soon = new Date(Date.now() + 58_000).toISOString();
    expect(await shown(agent({ ...open, retry_at: soon }))).toMatch(/open, tried again in 5\d s/);
    expect(await shown(agent({ ...open, tripped: true, retry_at: null }))).toContain('tripped, until a reset');
    const probe = { since: soon, until: soon };
    expect(await shown(agent({ ...open, state: 'HALF_OPEN', retry_at: null, probes: [probe, probe] }))).toContain(
      'half open, 2 calls try it',
    );
  });

  it('shows an account that takes no calls, until when and why; tasks wait for it', async () => {
    const until = new Date(Date.now() + 58 * 60_000).toISOString();
    const limit = { closed_since: until, closed_until: until, reason: 'The model answered 429.' };
    const closed = { ...AGENT_EXAMPLE.account, state: 'closed', ...limit };
    const of = (account: object) => ({ ...agent({ ...AGENT_EXAMPLE.breaker, state: 'CLOSED' }), account });
    expect((await shown(of(closed))).replaceAll(/\s+/g, ' ')).toMatch(
      /coder-agent@shop .* account closed since .*, until .*: The model answered 429\./,
    );
    cli.api.routes['GET /api/agents/claude'] = jsonAnswer(200, of(closed));
    expect((await cli.run(['agents', 'claude'])).out).toMatch(
      /account +closed for 5\d min \d\d s, 1 of at most 3 calls under way/,
    );
    cli.api.routes['GET /api/agents/claude'] = jsonAnswer(200, of(AGENT_EXAMPLE.account));
    expect((await cli.run(['agents', 'claude'])).out).toMatch(/account +open, 1 of at most 3 calls under way/);
    const trying = { ...closed, state: 'reopening', most_at_once: null, calls: null };
    cli.api.routes['POST /api/agents/claude/account'] = jsonAnswer(200, of(trying));
    const { out, code } = await cli.run(['agents', 'reopen', 'claude', '--reason', 'the bill is paid']);
    expect([code, out]).toEqual([0, 'coder-agent@shop: account opens again: one call tries it\n']);
  });

  it('says that nobody knows while the database is away', async () => {
    const note = 'breaker state unknown: database away; calls of agents go through';
    const unknown = { ...listed(agent(null)), breakers: 'unknown', note };
    cli.api.routes['GET /api/agents'] = jsonAnswer(200, unknown);
    const { out } = await cli.run(['agents', 'list'], { columns: 200 });
    expect(out).toMatch(/coder-agent@shop +healthy +1\.\d s +unknown +–/);
    expect(out).toContain(note);
    expect(JSON.parse((await cli.run(['agents', '--json'])).out)).toEqual(unknown);
  });

  it('counts those that are well of many, and lists those that are not, within 80 columns', async () => {
    const numbered = (index: number, one: object) => ({
      ...one,
      name: `coder-agent@payments-platform-${index + 10}-for-europe`,
    });
    const failed = { ...AGENT_EXAMPLE.transitions[0], reason: 'x'.repeat(3_000) };
    const well = { ...guardian, heartbeat: AGENT_EXAMPLE.heartbeat };
    const many = Array.from({ length: 60 }, (_, index) =>
      numbered(index, index < 30 ? { ...AGENT_EXAMPLE, transitions: [failed] } : well),
    );
    cli.api.routes['GET /api/agents'] = jsonAnswer(200, listed(...many));
    const { out } = await cli.run(['agents']);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toBe('30 of 60 agents are not well');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.filter((line) => line.includes('open, tried'))).toHaveLength(20);
    expect(out).toContain('… and 10 more agents that are not well (--all shows them)');
    expect(lines.at(-1)).toBe('  30 are well; --all lists them, `chimera agents <name>` shows one');
    const all = (await cli.run(['agents', '--all'])).out;
    expect(all.match(/ (?:open, tried|closed) /g)).toHaveLength(60);
  });

  it('shows one agent, its state, who it is for, and what it went through', async () => {
    cli.api.routes['GET /api/agents/coder-agent%40shop'] = jsonAnswer(200, AGENT_EXAMPLE);
    const { code, out } = await cli.run(['agents', 'coder-agent@shop']);
    expect(code).toBe(0);
    expect(out).toMatch(/ {2}coder-agent@shop\n\n {2}breaker +open, tried by the next call\n/);
    expect(out).toMatch(/ {2}for +shop\n {2}reached by +http: https/);
    expect(out).toContain('CHANGES OF THE BREAKER');
  });

  it('ends with 3 for an agent that is not there', async () => {
    cli.api.routes['GET /api/agents/stop'] = problemAnswer(404);
    expect((await cli.run(['agents', 'stop'])).code).toBe(3);
  });
});

describe('chimera agents trip and reset', () => {
  const PATH = '/api/agents/coder-agent%40shop/breaker';

  it('send what is to be done and why, and show the breaker after it', async () => {
    cli.api.routes[`POST ${PATH}`] = jsonAnswer(
      200,
      agent({ ...AGENT_EXAMPLE.breaker, tripped: true, retry_at: null }),
    );
    const { code, out } = await cli.run(['agents', 'trip', 'coder-agent@shop', '--reason', 'a move']);
    expect(code).toBe(0);
    expect(out).toBe('coder-agent@shop: tripped, until a reset\n');
    expect(cli.api.seen[0]).toMatchObject({ path: PATH, body: { action: 'trip', reason: 'a move' } });
    cli.api.routes[`POST ${PATH}`] = jsonAnswer(200, agent(closed));
    expect((await cli.run(['agents', 'reset', 'coder-agent@shop', '--reason', 'done'])).out).toContain('closed');
    expect(cli.api.seen[1]).toMatchObject({ body: { action: 'reset', reason: 'done' } });
  });

  it('want a reason', async () => {
    expect((await cli.run(['agents', 'trip', 'coder-agent@shop'])).code).toBe(2);
    expect(cli.api.seen).toEqual([]);
  });

  it('end with 3 for an agent that is not there', async () => {
    cli.api.routes[`POST ${PATH}`] = problemAnswer(404);
    expect((await cli.run(['agents', 'reset', 'coder-agent@shop', '--reason', 'x'])).code).toBe(3);
  });
});

describe('chimera agents check', () => {
  it('shows of each coding agent what it is, how it is signed in, and why one cannot work', async () => {
    const { code, out } = await cli.run(['agents', 'check']);
    expect(code).toBe(1);
    expect(out).toContain('✔ claude  claude-code, opus · 0.8 s\n    program         claude-agent-acp 0.101.0\n');
    expect(out).toContain('✖ coder-agent@shop');
    expect(out).toContain('It needs the variable OPENAI_API_KEY.');
    expect((await cli.run(['agents', 'check', 'claude'])).code).toBe(0);
  });

  it('ends with 3 for a name that no coding agent has', async () => {
    const { code, err } = await cli.run(['agents', 'check', 'nobody']);
    expect(code).toBe(3);
    expect(err).toContain('has no agent “nobody”');
  });
});
