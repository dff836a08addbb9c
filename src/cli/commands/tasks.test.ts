import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linksOf } from '../../contract/links.ts';
import { problemAnswer, commandLine, type CommandLine } from '../../../tests/support/cli/chimera.ts';
import { jsonAnswer } from '../../../tests/support/cli/stub-api.ts';
import { failedDocument, taskDocument, taskId } from '../../../tests/support/cli/task-documents.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
});

afterEach(() => cli.close());

describe('status, list, cancel and replay', () => {
  it('shows a task as it stands, and exits with 1 for one that failed', async () => {
    cli.api.routes[`GET /api/tasks/${taskId}`] = jsonAnswer(200, failedDocument());
    const { code, out } = await cli.run(['status', taskId]);
    expect(code).toBe(1);
    expect(out).toMatch(/✖ Prove it on staging +9\.0 s {2}round 3/);
  });

  it('exits with 3 for a task that does not exist, and tells it as JSON on standard error', async () => {
    cli.api.routes[`GET /api/tasks/${taskId}`] = problemAnswer(404, { detail: `There is no task "${taskId}".` });
    const { code, out, err } = await cli.run(['status', taskId, '--json']);
    expect(code).toBe(3);
    expect(out).toBe('');
    expect(JSON.parse(err)).toMatchObject({ status: 404, detail: `There is no task "${taskId}".` });
  });

  it('lists one line a task and passes the filters on', async () => {
    cli.api.routes['GET /api/tasks'] = jsonAnswer(200, { tasks: [taskDocument()], next_cursor: 'abc' });
    const filters = ['--status', 'running', '--project', 'shop', '--q', 'ä b', '--limit', '1', '--cursor', 'xyz'];
    const { code, out } = await cli.run(['list', ...filters]);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`${taskId} +running .*Discount code`));
    expect(out).toContain('--cursor abc');
    const query = new URL(cli.api.seen[0]?.path ?? '', cli.api.url).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      status: 'running',
      project: 'shop',
      q: 'ä b',
      limit: '1',
      cursor: 'xyz',
    });
  });

  it('shows in the list what a task waits for', async () => {
    const waiting_for = { kind: 'lease', position: 3, reason: 'the pool is paused' };
    const waiting = taskDocument({ status: 'queued', waiting_for });
    cli.api.routes['GET /api/tasks'] = jsonAnswer(200, { tasks: [waiting, taskDocument()], next_cursor: null });
    const lines = (await cli.run(['list'])).out.split('\n');
    expect(lines[2]).toBe('  waits for its turn, 3 in line: the pool is paused');
    expect(lines).toHaveLength(5);
  });

  it('says that there are no tasks', async () => {
    cli.api.routes['GET /api/tasks'] = jsonAnswer(200, { tasks: [], next_cursor: null });
    expect((await cli.run(['list'])).out).toBe('No tasks.\n');
  });

  it.each([
    [['list', '--status', 'sleeping'], '--status must be one of queued'],
    [['list', '--limit', '0'], '--limit must be a whole number from 1 to 200'],
  ])('refuses %j', async (args, message) => {
    expect(await cli.run(args)).toMatchObject({ code: 2, err: expect.stringContaining(message) as string });
  });

  it('cancels with the reason given', async () => {
    cli.api.routes[`POST /api/tasks/${taskId}/cancel`] = jsonAnswer(202, {
      task_id: taskId,
      status: 'running',
      cancel_requested: true,
      links: linksOf(taskId),
    });
    const { code, out } = await cli.run(['cancel', taskId, '--reason', 'not needed']);
    expect(code).toBe(0);
    expect(cli.api.seen[0]?.body).toEqual({ reason: 'not needed' });
    expect(out).toContain('is being cancelled');
  });

  it('refuses to cancel what has ended', async () => {
    cli.api.routes[`POST /api/tasks/${taskId}/cancel`] = problemAnswer(409);
    expect((await cli.run(['cancel', taskId])).code).toBe(2);
  });

  it('replays a task, and a file whose history the code departs from', async () => {
    expect(await cli.run(['replay', taskId])).toMatchObject({
      code: 0,
      out: `✔ ${taskId}: 31 events replay on the current code.\n`,
    });
    const file = join(cli.home, 'history.json');
    await writeFile(file, '{}');
    const departed = await cli.run(['replay', file]);
    expect(departed.code).toBe(1);
    expect(departed.out).toContain('a timer is missing');
    expect((await cli.run(['replay', 'nothing'])).code).toBe(3);
  });
});
