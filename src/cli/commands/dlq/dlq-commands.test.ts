import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine, problemAnswer } from '../../../../tests/support/cli/chimera.ts';
import { deadLetterDocument, entryId } from '../../../../tests/support/cli/dead-letter-documents.ts';
import { jsonAnswer } from '../../../../tests/support/cli/stub-api.ts';

const ID = entryId(1);

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
});

afterEach(() => cli.close());

const lengthOf = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

/** A command line that is refused by itself, with a message, before the API is asked. */
async function refuse(args: string[], message: string): Promise<void> {
  const { code, err } = await cli.run(['dlq', ...args]);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(cli.api.seen).toEqual([]);
}

describe('chimera dlq list', () => {
  it('shows one line an entry within 80 columns, and how to see more', async () => {
    const entries = [deadLetterDocument(), deadLetterDocument(2, { investigated: true })];
    cli.api.routes['GET /api/dlq'] = jsonAnswer(200, { entries, next_cursor: 'abc' });
    const { code, out } = await cli.run(['dlq']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}ID +PHASE +AGE {2}ERROR\n/);
    expect(out).toMatch(new RegExp(`^ {2}${ID} {2}CODE_IMPLEMENTATION {2}5 min {2}POST http`, 'm'));
    expect(out).toContain('✎ POST');
    expect(out).toContain('More with: --cursor abc');
    expect(lengthOf(out)).toBeLessThanOrEqual(80);
  });

  it('passes the filters on; an age becomes a time', async () => {
    cli.api.routes['GET /api/dlq'] = jsonAnswer(200, { entries: [], next_cursor: null });
    const filters = ['--phase', 'GUARDIAN_REVIEW', '--project', 'ä b', '--group', 'g', '--since', '2030-01-01T00:00Z'];
    expect(
      await cli.run(['dlq', 'list', ...filters, '--status', 'any', '--limit', '9', '--cursor', 'x']),
    ).toMatchObject({
      code: 0,
      out: 'No dead letters.\n',
    });
    const query = (index: number) => new URL(cli.api.seen[index]?.path ?? '', cli.api.url).searchParams;
    expect(Object.fromEntries(query(0))).toEqual({
      phase: 'GUARDIAN_REVIEW',
      project: 'ä b',
      group: 'g',
      since: '2030-01-01T00:00:00.000Z',
      status: 'any',
      limit: '9',
      cursor: 'x',
    });
    await cli.run(['dlq', '--since', '2h']);
    const age = Date.now() - Date.parse(query(1).get('since') ?? '');
    expect(age).toBeGreaterThanOrEqual(7_200_000);
    expect(age).toBeLessThan(7_230_000);
  });

  it('says what became of entries that are not parked', async () => {
    const entries = [deadLetterDocument(1, { status: 'requeued' }), deadLetterDocument(2)];
    cli.api.routes['GET /api/dlq'] = jsonAnswer(200, { entries, next_cursor: null });
    expect((await cli.run(['dlq', 'list', '--status', 'any'])).out).toMatch(/STATUS[^]*requeued[^]*parked/);
  });

  it('answers with the API’s own document with --json, before or after the command', async () => {
    const page = { entries: [deadLetterDocument()], next_cursor: null };
    cli.api.routes['GET /api/dlq'] = jsonAnswer(200, page);
    for (const args of [
      ['dlq', '--json'],
      ['dlq', 'list', '--json'],
      ['dlq', '--json', 'list'],
    ]) {
      expect(JSON.parse((await cli.run(args)).out)).toMatchObject({ entries: [{ id: ID, links: {} }] });
    }
  });

  it.each([
    [['--phase', 'REVIEW'], '--phase must be one of E2E_TEST_GENERATION'],
    [['--since', 'yesterday'], '--since must be a time such as'],
    [['--since', '2030-13-01'], '--since must be a time such as'],
    [['--status', 'open'], '--status must be one of parked'],
    [['--limit', '501'], '--limit must be a whole number from 1 to 500'],
    [['nonsense'], 'has no command "nonsense"'],
  ])('refuses %j before it asks the API', refuse);

  it('explains itself', async () => {
    const { code, out } = await cli.run(['dlq', '--help']);
    expect(code).toBe(0);
    for (const name of ['list', 'groups', 'show', 'note', 'requeue', 'discard']) {
      expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
  });
});

describe('chimera dlq groups', () => {
  const group = {
    group: '6a1f0c39d2b7',
    error_type: 'TransientAgentError',
    pattern: 'POST <url> gave <n>',
    count: 12,
    phases: ['CODE_IMPLEMENTATION'],
    newest: new Date(Date.now() - 7_200_000).toISOString(),
    oldest: '2030-01-01T10:00:00.000Z',
    example: ID,
  };

  it('shows what went wrong, and how often', async () => {
    cli.api.routes['GET /api/dlq/groups'] = jsonAnswer(200, { groups: [group] });
    const { out } = await cli.run(['dlq', 'groups', '--project', 'shop']);
    expect(cli.api.seen[0]?.path).toBe('/api/dlq/groups?project=shop');
    expect(out).toMatch(/ 12 {2}6a1f0c39d2b7 +2 h {2}TransientAgentError: POST <url> gave <n>/);
    expect(lengthOf(out)).toBeLessThanOrEqual(80);
  });

  it('says that there are none', async () => {
    cli.api.routes['GET /api/dlq/groups'] = jsonAnswer(200, { groups: [] });
    expect((await cli.run(['dlq', 'groups'])).out).toBe('No dead letters.\n');
  });
});

describe('chimera dlq show', () => {
  it('shows what failed, what was kept and what is known', async () => {
    const known = { investigated: true, resolution: 'The quota was used up.', stale: true };
    const finished = { finished_phases: ['E2E_TEST_GENERATION'], retry_count: 1 };
    cli.api.routes[`GET /api/dlq/${ID}`] = jsonAnswer(200, deadLetterDocument(1, { ...known, ...finished }));
    const { code, out } = await cli.run(['dlq', 'show', ID]);
    expect(code).toBe(0);
    expect(out).toMatch(/status +parked for 5 min, since /);
    expect(out).toMatch(/failed in +CODE_IMPLEMENTATION, after 1 retry\n/);
    expect(out).toMatch(/error +TransientAgentError: POST http/);
    expect(out).toMatch(/finished +E2E_TEST_GENERATION/);
    expect(out).toMatch(/investigated +yes\n +resolution +The quota was used up\./);
    expect(out).toContain('does not answer now');
    expect(lengthOf(out)).toBeLessThanOrEqual(80);
  });

  it('says what became of one that was decided', async () => {
    const decided_at = new Date(2030, 0, 1, 10, 0, 12).toISOString();
    const decided = { status: 'discarded', decided_at, reason: 'not wanted' };
    cli.api.routes[`GET /api/dlq/${ID}`] = jsonAnswer(200, deadLetterDocument(1, decided));
    const { out } = await cli.run(['dlq', 'show', ID]);
    expect(out).toMatch(/status +discarded at 2030-01-01 10:00:12: not wanted\n/);
    expect(out).toMatch(/finished +no phase\n +investigated +no\n$/);
    cli.api.routes[`GET /api/dlq/${ID}`] = jsonAnswer(200, deadLetterDocument(1, { status: 'requeued' }));
    expect((await cli.run(['dlq', 'show', ID])).out).toMatch(/status +requeued\n/);
  });

  it('exits with 3 for one that there is not', async () => {
    cli.api.routes[`GET /api/dlq/${ID}`] = problemAnswer(404);
    expect((await cli.run(['dlq', 'show', ID])).code).toBe(3);
  });
});

describe('chimera dlq note', () => {
  it('sends what is named', async () => {
    const noted = deadLetterDocument(1, { investigated: true, resolution: 'full disk' });
    cli.api.routes[`PATCH /api/dlq/${ID}`] = jsonAnswer(200, noted);
    const { out } = await cli.run(['dlq', 'note', ID, '--investigated', '--resolution', 'full disk']);
    expect(out).toBe(`${ID} is investigated: full disk\n`);
    cli.api.routes[`PATCH /api/dlq/${ID}`] = jsonAnswer(200, deadLetterDocument());
    expect((await cli.run(['dlq', 'note', ID, '--no-investigated'])).out).toBe(`${ID} is not investigated\n`);
    await cli.run(['dlq', 'note', ID, '--resolution', 'x']);
    expect(cli.api.seen.map(({ body }) => body)).toEqual([
      { investigated: true, resolution: 'full disk' },
      { investigated: false },
      { resolution: 'x' },
    ]);
  });

  it('needs something to note', async () => {
    expect((await cli.run(['dlq', 'note', ID])).err).toContain('needs --investigated');
  });
});

describe('chimera dlq requeue and discard', () => {
  const did = (answer: object) => jsonAnswer(200, { dry_run: false, remaining: 0, refused: [], ...answer });

  it('decides one by its own request', async () => {
    cli.api.routes[`POST /api/dlq/${ID}/requeue`] = jsonAnswer(200, deadLetterDocument(1, { status: 'requeued' }));
    const { code, out } = await cli.run(['dlq', 'requeue', ID]);
    expect(code).toBe(0);
    expect(cli.api.seen[0]?.body).toEqual({});
    expect(out).toBe(`${ID} is requeued: ${ID.slice(0, -2)}, CODE_IMPLEMENTATION\n`);
    cli.api.routes[`POST /api/dlq/${ID}/discard`] = jsonAnswer(200, deadLetterDocument(1, { status: 'discarded' }));
    await cli.run(['dlq', 'discard', ID, '--reason', 'not wanted']);
    expect(cli.api.seen[1]?.body).toEqual({ reason: 'not wanted' });
  });

  it('exits with 2 for one that was decided already', async () => {
    cli.api.routes[`POST /api/dlq/${ID}/requeue`] = problemAnswer(409, { detail: 'it was discarded at noon' });
    expect(await cli.run(['dlq', 'requeue', ID])).toMatchObject({
      code: 2,
      err: expect.stringContaining('it was discarded at noon') as string,
    });
  });

  it('decides several that are named, and exits with 1 when one is refused', async () => {
    const refused = [{ id: entryId(2), reason: 'It was discarded.' }];
    cli.api.routes['POST /api/dlq/requeue'] = did({ count: 2, done: [ID], refused });
    const { code, out } = await cli.run(['dlq', 'requeue', ID, entryId(2)]);
    expect(code).toBe(1);
    expect(cli.api.seen[0]?.body).toEqual({ filter: { ids: [ID, entryId(2)] }, dry_run: false });
    expect(out).toBe(`1 of 2 requeued\n  ✖ ${entryId(2)}: It was discarded.\n`);
  });

  it('only counts what a filter chose, until --yes is said', async () => {
    const ids = [ID, entryId(2)];
    cli.api.routes['POST /api/dlq/discard'] = jsonAnswer(200, { dry_run: true, count: 12, ids, refused: [] });
    const args = ['dlq', 'discard', '--group', 'g', '--reason', 'gone'];
    const { code, out } = await cli.run(args);
    expect(code).toBe(0);
    expect(cli.api.seen[0]?.body).toEqual({ filter: { group: 'g' }, dry_run: true, reason: 'gone' });
    expect(out).toBe(`12 would be discarded; do it with --yes:\n  ${ID}\n  ${entryId(2)}\n  … and 10 more\n`);
    cli.api.routes['POST /api/dlq/discard'] = jsonAnswer(200, { dry_run: true, count: 0, ids: [], refused: [] });
    expect((await cli.run(args)).out).toBe('Nothing fits.\n');
    cli.api.routes['POST /api/dlq/discard'] = did({ count: 12, done: ids });
    expect((await cli.run([...args, '--yes'])).code).toBe(0);
    expect(cli.api.seen[2]?.body).toMatchObject({ dry_run: false });
  });

  it('goes on while entries remain, and answers with all of it', async () => {
    const answers = [
      { count: 2, done: [ID], refused: [{ id: 'a', reason: 'no' }], remaining: 2 },
      { count: 2, done: [entryId(2)], refused: [{ id: 'a', reason: 'no' }], remaining: 0 },
    ];
    cli.api.routes['POST /api/dlq/requeue'] = (response, request) => {
      did(answers.shift() ?? {})(response, request);
    };
    const { code, out } = await cli.run(['dlq', 'requeue', '--all', '--yes', '--json']);
    expect(code).toBe(1);
    expect(cli.api.seen[0]?.body).toMatchObject({ filter: { since: '1970-01-01T00:00:00.000Z' } });
    expect(JSON.parse(out)).toEqual({
      dry_run: false,
      count: 3,
      done: [ID, entryId(2)],
      refused: [{ id: 'a', reason: 'no' }],
      remaining: 0,
    });
  });

  it('stops when nothing is done any more', async () => {
    cli.api.routes['POST /api/dlq/requeue'] = did({
      count: 1,
      done: [],
      refused: [{ id: 'a', reason: 'no' }],
      remaining: 9,
    });
    const { code, out } = await cli.run(['dlq', 'requeue', '--all', '--yes']);
    expect(code).toBe(1);
    expect(out).toContain('0 of 10 requeued');
    expect(cli.api.seen).toHaveLength(1);
  });

  it.each([
    [['requeue'], 'needs ids, or --phase'],
    [['requeue', ID, '--all'], 'takes either ids, or a filter, or --all'],
    [['requeue', '--all', '--project', 'shop'], 'takes either'],
    [['requeue', ID, '--group', 'g'], 'takes either'],
    [['discard', ID], '--reason is missing'],
    [['discard', '--all', '--yes'], '--reason is missing'],
  ])('refuses %j before it asks the API', refuse);
});
