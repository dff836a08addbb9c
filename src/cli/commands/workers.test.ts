import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../../tests/support/cli/chimera.ts';
import { jsonAnswer } from '../../../tests/support/cli/stub-api.ts';
import { HEARTBEAT_EXAMPLE } from '../../contract/heartbeat.ts';
import { WORKER_EXAMPLE } from '../../contract/worker.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
});
afterEach(() => cli.close());

async function shown(answer: object): Promise<string> {
  cli.api.routes['GET /api/workers'] = jsonAnswer(200, answer);
  const { code, out } = await cli.run(['workers'], { columns: 200 });
  expect(code).toBe(0);
  return out;
}

describe('chimera workers', () => {
  it('shows how each worker stands, when it was heard of, and what it does', async () => {
    const failed = {
      ...WORKER_EXAMPLE,
      name: 'worker-1@host',
      heartbeat: {
        ...HEARTBEAT_EXAMPLE,
        ...{ state: 'FAILED', age_ms: null, uptime: null, doing: null },
        transitions: HEARTBEAT_EXAMPLE.transitions.slice(1),
      },
    };
    const silent = {
      ...failed,
      name: 'worker-3@host',
      heartbeat: { ...failed.heartbeat, doing: HEARTBEAT_EXAMPLE.doing },
    };
    const out = await shown({ workers: [failed, WORKER_EXAMPLE, silent], heartbeats: 'known', note: null });
    expect(out).toMatch(/2 of 3 workers are not well/);
    expect(out).toMatch(/worker-1@host +failed +– +– +host:4711:1772366400000/);
    expect(out).toMatch(/worker-2@host +healthy +1\.\d s +98\.0 % +host:4711:1772366400000 +chimera-3f9a1c07be42/);
    expect(out).toMatch(/worker-3@host +failed/);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /failed since .*: no heartbeat for 15003 ms; last: chimera-3f9a1c07be42/,
    );
  });

  it('shows one worker, and what it went through', async () => {
    cli.api.routes['GET /api/workers/worker-2%40host'] = jsonAnswer(200, WORKER_EXAMPLE);
    const { code, out } = await cli.run(['workers', 'worker-2@host']);
    expect(code).toBe(0);
    expect(out).toMatch(/ {2}worker-2@host\n\n {2}state +healthy, heard 1\.\d s ago, up 98\.0 %\n/);
    expect(out).toMatch(/HEARTBEATS/);
  });

  it('says that there is none, and that nobody knows', async () => {
    expect(await shown({ workers: [], heartbeats: 'known', note: null })).toBe('No worker is known.\n');
    const unknown = { workers: [], heartbeats: 'unknown', note: 'workers unknown: database away' };
    expect(await shown(unknown)).toContain('workers unknown: database away');
    expect(JSON.parse((await cli.run(['workers', '--json'])).out)).toEqual(unknown);
  });
});
