import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine, problemAnswer } from '../../../tests/support/cli/chimera.ts';
import { jsonAnswer } from '../../../tests/support/cli/stub-api.ts';
import { BOTTLENECKS_EXAMPLE, TASK_PROFILE_EXAMPLE } from '../../contract/profile.ts';

const TASK = TASK_PROFILE_EXAMPLE.task_id;
const NOTHING = { total_ms: 0, background_ms: null };

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
});
afterEach(() => cli.close());

const ofTask = (changes: object = {}): void => {
  cli.api.routes[`GET /api/tasks/${TASK}/profile`] = jsonAnswer(200, { ...TASK_PROFILE_EXAMPLE, ...changes });
};
const ofAll = (changes: object = {}): void => {
  cli.api.routes['GET /api/profile'] = jsonAnswer(200, { ...BOTTLENECKS_EXAMPLE, ...changes });
};
const wide = { columns: 160 };

describe('chimera profile with a task', () => {
  it('shows what each phase spent its time on, with bars', async () => {
    ofTask();
    const { code, out } = await cli.run(['profile', TASK], wide);
    expect(code).toBe(0);
    expect(out).toMatch(/chimera-3f9a1c07be42.*: 1\.0 s in its phases, 90\.0 % of it agent_request/);
    expect(out).toMatch(/CODE_IMPLEMENTATION +agent_request +900 ms +90\.0 % +█{9}░$/m);
    expect(out).toMatch(/^ +db_update +10 ms +1\.0 % +█░{9}$/m);
    expect(out).not.toContain('retry_wait');
    expect(out).toContain('the database took 2.5 ms for records');
  });

  it('names the round and the attempts where there were several', async () => {
    ofTask({ phases: [{ ...TASK_PROFILE_EXAMPLE.phases[0], round: 2, attempts: 3 }] });
    expect((await cli.run(['profile', TASK], wide)).out).toContain('CODE_IMPLEMENTATION, round 2, 3 attempts');
  });

  it('says that nothing was measured, and why when it is off', async () => {
    ofTask({ ...NOTHING, phases: [] });
    expect((await cli.run(['profile', TASK])).out).toBe('Nothing was measured of this task.\n');
    ofTask({ ...NOTHING, enabled: false, phases: [] });
    expect((await cli.run(['profile', TASK])).out).toContain('profiling is off (profiling.enabled, CHIMERA_PROFILING)');
  });

  it('gives what the API says with --json', async () => {
    ofTask();
    expect(JSON.parse((await cli.run(['profile', TASK, '--json'])).out)).toEqual(TASK_PROFILE_EXAMPLE);
  });

  it('takes no filter, and no task that there is not', async () => {
    const both = await cli.run(['profile', TASK, '--since', '2h']);
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('a task, or --project and --since')]);
    cli.api.routes[`GET /api/tasks/${TASK}/profile`] = problemAnswer(404);
    expect((await cli.run(['profile', TASK])).code).toBe(3);
  });
});

describe('chimera profile', () => {
  it('ranks what all tasks spent their time on', async () => {
    ofAll();
    const { code, out } = await cli.run(['profile'], wide);
    expect(code).toBe(0);
    expect(out).toMatch(/^1 min 20 s in 40 attempts from /);
    expect(out).toMatch(/CODE_IMPLEMENTATION +agent_request +8 +7\.5 s +10 s +1 min 00 s +75\.0 % +█{8}░{2}$/m);
    expect(cli.api.seen.at(-1)?.path).toBe('/api/profile');
  });

  it('leaves the bars out where there is no room for them', async () => {
    ofAll();
    const { out } = await cli.run(['profile'], { columns: 80 });
    expect(out).toMatch(/CODE_IMPLEMENTATION +agent_request +8 +7\.5 s +10 s +1 min 00 s +75\.0 %$/m);
    expect(out).not.toContain('…');
  });

  it('may be of one project, and since a time or an age', async () => {
    ofAll();
    await cli.run(['profile', '--project', 'shop', '--since', '2026-03-01T12:00:00Z']);
    const query = new URL(cli.api.seen.at(-1)?.path ?? '', 'http://api').searchParams;
    expect(Object.fromEntries(query)).toEqual({ project: 'shop', from: '2026-03-01T12:00:00.000Z' });
    await cli.run(['profile', '--since', '2h']);
    const { searchParams } = new URL(cli.api.seen.at(-1)?.path ?? '', 'http://api');
    expect(Date.now() - Date.parse(searchParams.get('from') ?? '')).toBeLessThan(2 * 3_600_000 + 60_000);
    expect((await cli.run(['profile', '--since', 'noon'])).code).toBe(2);
  });

  it('says that nothing was measured', async () => {
    ofAll({ ...NOTHING, attempts: 0, bottlenecks: [] });
    expect((await cli.run(['profile'])).out).toBe('Nothing was measured in this time.\n');
  });
});
