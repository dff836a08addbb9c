import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../../tests/support/cli/chimera.ts';
import { eventsAnswer, jsonAnswer } from '../../../tests/support/cli/stub-api.ts';
import { completedDocument, taskDocument, taskId } from '../../../tests/support/cli/task-documents.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
});

afterEach(() => cli.close());

describe('watch', () => {
  const running = taskDocument(
    {
      progress: { action: 'generate_test', message: 'writing the test', fraction: 0.5, at: '2030-01-01T10:00:01.000Z' },
    },
    { E2E_TEST_GENERATION: { status: 'running', attempts: 2, started_at: '2030-01-01T10:00:00.000Z' } },
  );

  beforeEach(() => {
    cli.api.routes[`GET /api/tasks/${taskId}`] = jsonAnswer(200, taskDocument());
    cli.api.routes[`GET /api/tasks/${taskId}/events`] = eventsAnswer(
      ['state', running],
      ['state', completedDocument()],
      ['end', {}],
    );
  });

  const endAfterFirstLook = () => {
    const answers = [taskDocument(), completedDocument()];
    cli.api.routes[`GET /api/tasks/${taskId}`] = (response, request) => {
      jsonAnswer(200, answers.length > 1 ? answers.shift() : answers[0])(response, request);
    };
  };

  it('prints a plain line for each change where there is no terminal', async () => {
    endAfterFirstLook();
    const { code, out } = await cli.run(['watch', taskId]);
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, 7)).toEqual([
      'Write a test that fails  running   attempt 2',
      '                                   writing the test',
      'Write a test that fails  passed    4.0 s',
      'Implement the feature    passed    4.0 s',
      'Review the change        passed    4.0 s',
      'Deploy to staging        passed    4.0 s',
      'Prove it on staging      passed    4.0 s',
    ]);
    expect(out).toContain('completed after 20 s');
  });

  it('draws the phases in place on a terminal, in colour and within its width', async () => {
    endAfterFirstLook();
    const { code, out } = await cli.run(['watch', taskId], { columns: 80 });
    expect(code).toBe(0);
    expect(out).toContain('\u001b[');
    expect(out).toContain('50 % · writing the test');
    const plain = stripVTControlCharacters(out);
    expect(Math.max(...plain.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('answers with the last state alone with --json', async () => {
    endAfterFirstLook();
    const { out } = await cli.run(['watch', taskId, '--json']);
    expect(JSON.parse(out)).toMatchObject({ status: 'completed', result: { commit_sha: 'c'.repeat(40) } });
  });

  it('is interrupted with exit code 130, and the task goes on', async () => {
    cli.api.routes[`GET /api/tasks/${taskId}/events`] = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': waiting\n\n');
    };
    const console = cli.console();
    const code = cli.start(['watch', taskId], console);
    await expect.poll(() => cli.api.seen.length).toBe(2);
    console.interrupt();
    expect(await code).toBe(130);
    expect(console.stderr.text).toContain('The task goes on');
  });
});
