import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  acceptedAnswer,
  problemAnswer,
  problemDocument,
  commandLine,
  type CommandLine,
} from '../../../tests/support/cli/chimera.ts';
import { eventsAnswer, jsonAnswer } from '../../../tests/support/cli/stub-api.ts';
import { failedDocument, taskId } from '../../../tests/support/cli/task-documents.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
});

afterEach(() => cli.close());

describe('submit', () => {
  it('hands in the feature with every option and says how to follow it', async () => {
    cli.api.routes['POST /api/tasks'] = acceptedAnswer;
    const options = [
      '--target-url',
      'http://x.test/',
      '--priority',
      '9',
      '--project',
      'shop',
      '--idempotency-key',
      'k1',
    ];
    const { code, out } = await cli.run(['submit', '--feature', 'Open "/".', ...options]);
    expect(code).toBe(0);
    expect(cli.api.seen[0]?.body).toEqual({
      feature: 'Open "/".',
      target_url: 'http://x.test/',
      priority: 9,
      project: 'shop',
    });
    expect(cli.api.seen[0]?.headers['idempotency-key']).toBe('k1');
    expect(out).toContain(`chimera watch ${taskId}`);
  });

  it('reads the feature from a file, and from standard input', async () => {
    cli.api.routes['POST /api/tasks'] = acceptedAnswer;
    const file = join(cli.home, 'wish.feature');
    await writeFile(file, 'Füge „Äpfel“ hinzu.');
    await cli.run(['submit', '--file', file]);
    await cli.run(['submit', '-'], { typed: 'From a pipe.' });
    expect(cli.api.seen.map(({ body }) => body)).toEqual([
      { feature: 'Füge „Äpfel“ hinzu.' },
      { feature: 'From a pipe.' },
    ]);
  });

  it('answers with the API’s document and nothing else with --json', async () => {
    cli.api.routes['POST /api/tasks'] = acceptedAnswer;
    const { out } = await cli.run(['submit', '--feature', 'x', '--json']);
    expect(JSON.parse(out)).toMatchObject({ task_id: taskId, status: 'queued' });
  });

  it('shows a refused sentence, its part and the nearest form', async () => {
    const message = 'this cannot be tested';
    const sentence = { sentence: 'Login with Google.', line: 3, part: 'with Google', nearest: 'Click "Login".' };
    cli.api.routes['POST /api/tasks'] = problemAnswer(422, { errors: [{ field: 'feature', message, ...sentence }] });
    const { code, err, out } = await cli.run(['submit', '--feature', 'x']);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err.split('\n')).toEqual([
      '✖ Refused:',
      '  line 3: Login with Google.',
      '    this cannot be tested',
      '    not understood: with Google',
      '    try: Click "Login".',
      '',
    ]);
  });

  it('names the field that the API refuses', async () => {
    cli.api.routes['POST /api/tasks'] = problemAnswer(422, {
      errors: [{ field: 'target_url', message: 'must be a URL' }],
    });
    expect(await cli.run(['submit', '--feature', 'x'])).toMatchObject({ code: 2, err: '✖ target_url must be a URL\n' });
  });

  it('says why the pool takes no more and when to try again, and exits with 4', async () => {
    cli.api.routes['POST /api/tasks'] = (response) => {
      const problem = problemDocument(429, {
        title: 'The queue is full',
        detail: '2000 tasks wait, the most there may be.',
      });
      response.writeHead(429, { 'content-type': 'application/problem+json', 'retry-after': '75' });
      response.end(JSON.stringify(problem));
    };
    const { code, out, err } = await cli.run(['submit', '--feature', 'x']);
    expect(code).toBe(4);
    expect(out).toBe('');
    expect(err.split('\n')).toEqual([
      '✖ The queue is full',
      '  2000 tasks wait, the most there may be.',
      '  Try again in 1 min 15 s.',
      '',
    ]);
    const asJson = await cli.run(['submit', '--feature', 'x', '--json']);
    expect(JSON.parse(asJson.err)).toMatchObject({ status: 429, retry_after_seconds: 75 });
  });

  it('tells the wait once where the API has told it in words', async () => {
    cli.api.routes['POST /api/tasks'] = (response) => {
      response.writeHead(429, { 'content-type': 'application/problem+json', 'retry-after': '5' });
      response.end(JSON.stringify(problemDocument(429, { title: 'Full', detail: 'No room. Try again in 5 s.' })));
    };
    expect((await cli.run(['submit', '--feature', 'x'])).err).toBe('✖ Full\n  No room. Try again in 5 s.\n');
  });

  it.each([
    [['--feature', 'x', '--priority', '11'], '--priority must be a whole number from 1 to 10'],
    [['--feature', 'x', '--priority', ' '], '--priority must be a whole number from 1 to 10'],
    [['--feature', 'x', '-'], 'feature is needed exactly once'],
    [[], 'feature is needed exactly once'],
    [['x.feature'], 'feature "x.feature" could be a path or a text, and there is no such file'],
    [['login'], '"login" could be a path or a text'],
    [['./features/my search'], '"./features/my search" could be a path or a text'],
    [['features/my search.txt'], '"features/my search.txt" could be a path or a text'],
    [[' '], 'feature is empty'],
    [['Open', 'the', 'shop.'], 'feature is more than one argument: put quotes around'],
    [['Open "/".', '--feature', 'x'], 'feature is needed exactly once'],
  ])('refuses %j before it asks the API', async (args, message) => {
    const { code, err } = await cli.run(['submit', ...args]);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(cli.api.seen).toEqual([]);
  });

  it.each([
    ['Open "/".\nI see the line "Total".'],
    ['Open "https://shop.test/a b.txt" and see "x"'],
    ['I open the page /cart'],
  ])('hands in a text that is given without an option: %j', async (text) => {
    cli.api.routes['POST /api/tasks'] = acceptedAnswer;
    expect((await cli.run(['submit', text])).code).toBe(0);
    expect(cli.api.seen[0]?.body).toEqual({ feature: text });
  });

  it('hands in what a file holds that is named without an option, whatever its name looks like', async () => {
    cli.api.routes['POST /api/tasks'] = acceptedAnswer;
    const file = join(cli.home, 'Open the shop.');
    await writeFile(file, 'Open "/".');
    expect((await cli.run(['submit', file])).code).toBe(0);
    expect(cli.api.seen[0]?.body).toEqual({ feature: 'Open "/".' });
    const { code, err } = await cli.run(['submit', cli.home]);
    expect(code).toBe(2);
    expect(err).toContain('is a directory: name a file in it');
  });

  it('says when the file is not there', async () => {
    const { code, err } = await cli.run(['submit', '--file', join(cli.home, 'none.txt')]);
    expect(code).toBe(3);
    expect(err).toContain('none.txt');
  });

  it('follows the task with --watch and exits as it ended', async () => {
    cli.api.routes['POST /api/tasks'] = acceptedAnswer;
    cli.api.routes[`GET /api/tasks/${taskId}`] = jsonAnswer(200, failedDocument());
    cli.api.routes[`GET /api/tasks/${taskId}/events`] = eventsAnswer(['state', failedDocument()], ['end', {}]);
    const { code, out } = await cli.run(['submit', '--feature', 'x', '--watch']);
    expect(code).toBe(1);
    expect(out).toContain(`${taskId} failed in E2E_VALIDATION: The test fails on staging.`);
  });
});
