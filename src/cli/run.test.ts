import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemAnswer, commandLine, type CommandLine } from '../../tests/support/cli/chimera.ts';
import { memoryConsole } from '../../tests/support/cli/memory-console.ts';
import { jsonAnswer, startStubApi } from '../../tests/support/cli/stub-api.ts';
import { taskId } from '../../tests/support/cli/task-documents.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
});

afterEach(() => cli.close());

describe('what every command shares', () => {
  it('exits with 4 and says what to do when nothing answers', async () => {
    const closed = await startStubApi();
    await closed.close();
    const { code, err } = await cli.run(['list', '--api-url', closed.url]);
    expect(code).toBe(4);
    expect(err).toContain('chimera start');
  });

  it('exits with 4 when Temporal is away', async () => {
    cli.api.routes['GET /api/tasks'] = problemAnswer(503, { detail: 'Temporal cannot be reached.' });
    expect(await cli.run(['list'])).toMatchObject({ code: 4 });
  });

  it('exits with 1 when the API has an error of its own', async () => {
    cli.api.routes['GET /api/tasks'] = problemAnswer(500);
    expect(await cli.run(['list'])).toMatchObject({ code: 1 });
  });

  it('exits with 4 when something else answers there', async () => {
    expect(await cli.run(['list'])).toMatchObject({ code: 4, err: expect.stringContaining('not Chimera') as string });
  });

  it('does not take an answer for a task that is none', async () => {
    cli.api.routes[`GET /api/tasks/${taskId}`] = jsonAnswer(200, { hello: 'world' });
    expect((await cli.run(['status', taskId])).code).toBe(1);
  });

  it.each([
    [['submitt'], 'submitt'],
    [['status'], 'task_id'],
    [['list', '--colour'], '--colour'],
    [[], 'command'],
    [['list', '--api-url', 'ftp://x'], '--api-url'],
  ])('exits with 2 for the command line %j and names what is wrong', async (args, named) => {
    const { code, err, out } = await cli.run(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(named);
  });

  it('tells a wrong option as JSON with --json', async () => {
    const { err } = await cli.run(['list', '--colour', '--json']);
    expect(JSON.parse(err)).toMatchObject({ errors: [{ field: '--colour' }] });
  });

  it('explains itself and its exit codes', async () => {
    const help = await cli.run(['--help']);
    expect(help.code).toBe(0);
    for (const command of [
      'start',
      'start-all',
      'submit',
      'list',
      'status',
      'watch',
      'cancel',
      'prioritise|prioritize',
      'pool',
      'replay',
      'stop',
      'demo',
    ]) {
      expect(help.out).toContain(`  ${command} `);
    }
    expect(help.out).toContain('130  interrupted');
    expect(await cli.run(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' });
  });

  it('finds that nothing runs on the data directory when asked to stop', async () => {
    const { code, out } = await cli.run(['stop', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ stopped: false, data_directory: cli.home });
  });

  it('names the variable of the environment that is wrong', async () => {
    const console = memoryConsole({ env: { CHIMERA_PORT: 'http', HOME: cli.home } });
    expect(await cli.start(['stop'], console)).toBe(2);
    expect(console.stderr.text).toContain('CHIMERA_PORT');
  });
});
