import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine, problemAnswer } from '../../../../tests/support/cli/chimera.ts';
import {
  asOf,
  leaseOf,
  metricsDocument,
  poolDocument,
  taskOf,
  waitingOf,
} from '../../../../tests/support/cli/pool-documents.ts';
import { jsonAnswer } from '../../../../tests/support/cli/stub-api.ts';
import { taskDocument } from '../../../../tests/support/cli/task-documents.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
});

afterEach(() => cli.close());

const crowded = poolDocument({ queue: Array.from({ length: 25 }, (_, index) => waitingOf(index + 1)) });

describe('chimera pool', () => {
  it('shows leases and the first 20 of the queue, and says how many more wait', async () => {
    cli.api.routes['GET /api/pool'] = jsonAnswer(200, crowded);
    const { code, out } = await cli.run(['pool']);
    expect(code).toBe(0);
    expect(out).toContain('2 of 5 leases in use, 25 waiting');
    expect(out).toContain(taskOf(1));
    expect(out).toContain(taskOf(120));
    expect(out).not.toContain(taskOf(121));
    expect(out).toContain('… and 5 more (--all shows them)');
  });

  it('shows the whole queue with --all', async () => {
    cli.api.routes['GET /api/pool'] = jsonAnswer(200, crowded);
    const { out } = await cli.run(['pool', 'show', '--all']);
    expect(out).toContain(taskOf(125));
    expect(out).not.toContain('more');
  });

  it('answers with the API’s own document with --json, before or after the command', async () => {
    cli.api.routes['GET /api/pool'] = jsonAnswer(200, poolDocument());
    for (const args of [
      ['pool', '--json'],
      ['pool', 'show', '--json'],
      ['pool', '--json', 'show'],
    ]) {
      expect(JSON.parse((await cli.run(args)).out)).toEqual(poolDocument());
    }
  });

  it('asks for the pool that is named, before or after the command', async () => {
    cli.api.routes['GET /api/pool'] = jsonAnswer(200, poolDocument({ name: 'ü 1' }));
    await cli.run(['pool', '--pool', 'ü 1']);
    await cli.run(['pool', '--pool', 'ü 1', 'show']);
    await cli.run(['pool', 'show', '--pool', 'ü 1']);
    await cli.run(['pool']);
    const names = cli.api.seen.map(({ path }) => new URL(path, cli.api.url).searchParams.get('name'));
    expect(names).toEqual(['ü 1', 'ü 1', 'ü 1', null]);
  });

  it('exits with 3 for a pool that does not exist', async () => {
    cli.api.routes['GET /api/pool'] = problemAnswer(404, { detail: 'There is no pool "x"; there are: default.' });
    const { code, err } = await cli.run(['pool', '--pool', 'x']);
    expect(code).toBe(3);
    expect(err).toContain('there are: default');
  });

  it('names a word that is no command of a pool', async () => {
    const { code, err } = await cli.run(['pool', 'stop']);
    expect(code).toBe(2);
    expect(err).toContain('has no command "stop"');
    expect(cli.api.seen).toEqual([]);
  });

  it('explains itself', async () => {
    const { code, out } = await cli.run(['pool', '--help']);
    expect(code).toBe(0);
    for (const name of ['show', 'set', 'pause', 'resume', 'drain', 'decisions', 'metrics']) {
      expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
    expect((await cli.run(['pool', 'set', '--help'])).out).toContain('--queue-cap <n>');
  });
});

describe('chimera pool set', () => {
  it('sends only what was named, with the reason, to the named pool', async () => {
    cli.api.routes['PATCH /api/pool'] = jsonAnswer(200, poolDocument());
    const options = ['--size', '7', '--min', '2', '--max', '9', '--policy', 'fixed'];
    const more = ['--queue-cap', '50', '--wait-bound', '600', '--reason', 'night', '--pool', 'big'];
    const { code, out } = await cli.run(['pool', 'set', ...options, ...more]);
    expect(code).toBe(0);
    expect(cli.api.seen[0]).toMatchObject({
      path: '/api/pool?name=big',
      body: {
        size: 7,
        min: 2,
        max: 9,
        policy: 'fixed',
        queue_cap: 50,
        wait_bound_seconds: 600,
        reason: 'night',
      },
    });
    expect(out).toBe('default: size 5, autoscaled from 3 to 10; queue up to 2000, first after 30 min 00 s\n');
    await cli.run(['pool', 'set', '--size', '4']);
    expect(cli.api.seen[1]?.body).toEqual({ size: 4 });
  });

  it.each([
    [[], 'needs one of --size, --min'],
    [['--reason', 'why not'], 'needs one of --size, --min'],
    [['--size', '0'], '--size must be a whole number from 1 to 1000, not "0"'],
    [['--max', 'ten'], '--max must be a whole number'],
    [['--wait-bound', '1.5'], '--wait-bound must be a whole number from 1 to 86400'],
    [['--queue-cap', '9000'], '--queue-cap must be a whole number from 1 to 5000'],
    [['--policy', 'clever'], '--policy must be autoscaled or fixed, not "clever"'],
  ])('refuses %j before it asks the API', async (args, message) => {
    const { code, err } = await cli.run(['pool', 'set', ...args]);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(cli.api.seen).toEqual([]);
  });

  it('names the setting that the API refuses', async () => {
    const errors = [{ field: 'min', message: 'must not be more than max (3)' }];
    cli.api.routes['PATCH /api/pool'] = problemAnswer(422, { errors });
    const { code, err } = await cli.run(['pool', 'set', '--min', '5', '--max', '3']);
    expect(code).toBe(2);
    expect(err).toBe('✖ min must not be more than max (3)\n');
  });
});

describe('chimera pool pause, resume and drain', () => {
  it.each([
    ['pause', 'paused', 'tasks come in, none starts'],
    ['resume', 'open', 'tasks come in and start'],
    ['drain', 'draining', 'no task comes in or starts, those at work end'],
  ] as const)('%s says that the pool is %s and what that means', async (command, intake, meaning) => {
    cli.api.routes[`POST /api/pool/${command}`] = jsonAnswer(200, poolDocument({ intake }));
    const { code, out } = await cli.run(['pool', command, '--reason', 'a release']);
    expect(code).toBe(0);
    expect(cli.api.seen[0]?.body).toEqual({ reason: 'a release' });
    expect(out).toBe(`default: ${intake}, ${meaning}\n2 of 5 leases in use, 0 waiting\n`);
  });

  it('sends no reason where none was given, and answers as JSON', async () => {
    cli.api.routes['POST /api/pool/pause'] = jsonAnswer(200, poolDocument({ intake: 'paused' }));
    const { out } = await cli.run(['pool', 'pause', '--json']);
    expect(cli.api.seen[0]?.body).toEqual({});
    expect(JSON.parse(out)).toMatchObject({ intake: 'paused' });
  });
});

describe('chimera pool decisions', () => {
  const decisions = (...all: object[]) => ({ pool: 'default', decisions: all, as_of: asOf, stale: false });
  const at = new Date(2030, 0, 1, 10, 0, 12).toISOString();

  it('shows time, action, sizes and reason, within 80 columns', async () => {
    const scaled = { at, action: 'scale_up', from_size: 5, to_size: 7, reason: 'utilisation 100 % is at least 80 %' };
    const long = { ...scaled, action: 'configure', reason: 'because '.repeat(20) };
    cli.api.routes['GET /api/pool/decisions'] = jsonAnswer(200, decisions(scaled, long));
    const { out } = await cli.run(['pool', 'decisions', '--limit', '2']);
    expect(cli.api.seen[0]?.path).toBe('/api/pool/decisions?limit=2');
    const lines = out.split('\n');
    expect(lines.slice(0, 2)).toEqual([
      '  TIME                 ACTION     LEASES  REASON',
      '  2030-01-01 10:00:12  scale_up    5 → 7  utilisation 100 % is at least 80 %',
    ]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.slice(3, 5)).toEqual(Array.from({ length: 2 }, () => ' '.repeat(42) + 'because '.repeat(4).trimEnd()));
  });

  it('says that there are none', async () => {
    cli.api.routes['GET /api/pool/decisions'] = jsonAnswer(200, decisions());
    expect(await cli.run(['pool', 'decisions'])).toMatchObject({ code: 0, out: 'No decisions yet.\n' });
  });

  it('refuses more than a pool remembers', async () => {
    expect(await cli.run(['pool', 'decisions', '--limit', '101'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--limit must be a whole number from 1 to 100') as string,
    });
  });
});

describe('chimera pool metrics', () => {
  it('shows every figure under its name as JSON, and a dash for what is not known yet', async () => {
    const document = metricsDocument();
    cli.api.routes['GET /api/metrics'] = jsonAnswer(200, document);
    const { code, out } = await cli.run(['pool', 'metrics', '--pool', 'big']);
    expect(code).toBe(0);
    expect(cli.api.seen[0]?.path).toBe('/api/metrics?name=big');
    const { as_of: _, stale: __, ...figures } = document;
    for (const name of [...Object.keys(figures), ...Object.keys(figures.failure_rate_by_phase)]) {
      expect(out).toMatch(new RegExp(`^ +${name}( |$)`, 'm'));
    }
    const lines = out.split('\n').map((line) => line.trim().split(/ {2,}/));
    expect(lines).toEqual(
      expect.arrayContaining([
        ['pool_utilization_pct', '60 %'],
        ['avg_slot_wait_time_ms', '3.2 s'],
        ['avg_queue_time_ms', '–'],
        ['p95_workflow_duration_ms', '1 min 35 s'],
        ['success_rate', '97.5 %'],
        ['E2E_VALIDATION', '0.5 %'],
        ['throughput_per_hour', '42.3'],
        ['queue_depth_trend', 'increasing'],
      ]),
    );
  });

  it('says that they are old while the pool does not answer', async () => {
    const as_of = new Date(Date.now() - 60_500).toISOString();
    cli.api.routes['GET /api/metrics'] = jsonAnswer(200, { ...metricsDocument(), as_of, stale: true });
    expect((await cli.run(['pool', 'metrics'])).out).toContain('The pool does not answer: as of 1 min ago.');
  });

  it('takes no answer for figures that are none', async () => {
    cli.api.routes['GET /api/metrics'] = jsonAnswer(200, { pool: 'default' });
    expect((await cli.run(['pool', 'metrics'])).code).toBe(1);
  });
});

describe('chimera prioritise', () => {
  it.each(['prioritise', 'prioritize'])('%s gives a task its new priority', async (command) => {
    cli.api.routes[`PATCH /api/tasks/${taskOf(1)}`] = jsonAnswer(
      200,
      taskDocument({ task_id: taskOf(1), priority: 9 }),
    );
    const { code, out } = await cli.run([command, taskOf(1), '9']);
    expect(code).toBe(0);
    expect(cli.api.seen[0]?.body).toEqual({ priority: 9 });
    expect(out).toBe(`${taskOf(1)} has priority 9 now.\n`);
  });

  it('refuses a priority outside 1 to 10 before it asks the API', async () => {
    const { code, err } = await cli.run(['prioritise', taskOf(1), '11']);
    expect(code).toBe(2);
    expect(err).toContain('priority must be a whole number from 1 to 10, not "11"');
    expect(cli.api.seen).toEqual([]);
  });

  it('exits with 2 for a task that has ended', async () => {
    cli.api.routes[`PATCH /api/tasks/${taskOf(1)}`] = problemAnswer(409);
    expect((await cli.run(['prioritise', taskOf(1), '9'])).code).toBe(2);
  });
});

describe('chimera pool --watch', () => {
  const first = poolDocument({ leases: [leaseOf(1)], queue: [waitingOf(1)] });
  const later = poolDocument({ leases: [leaseOf(2)], mode: 'DEGRADED', priority_threshold: 5, pool_size: 2 });

  const inTurn = (...documents: readonly object[]): void => {
    const rest = [...documents];
    cli.api.routes['GET /api/pool'] = (response, request) => {
      jsonAnswer(200, rest.length > 1 ? rest.shift() : rest[0])(response, request);
    };
  };

  it('prints a line a change where there is no terminal, and ends with 0 when interrupted', async () => {
    inTurn(first, first, later);
    const console = cli.console();
    const code = cli.start(['pool', '--watch'], console);
    await expect.poll(() => console.stdout.text, { timeout: 10_000 }).toContain('waiting 1 → 0');
    console.interrupt();
    expect(await code).toBe(0);
    expect(console.stdout.lines.map((line) => line.slice(21))).toEqual([
      'default: 1 of 5 leases in use, 1 waiting; NORMAL, open',
      'mode NORMAL → DEGRADED: half of the size, only priority 5 and above may start',
      'leases allowed 5 → 2',
      `${taskOf(1)} gave back token 11`,
      `${taskOf(2)} got token 12: priority 9, waited 3.0 s`,
      'waiting 1 → 0',
    ]);
  });

  it('prints a JSON document a change with --json', async () => {
    inTurn(first, first, later);
    const console = cli.console({ columns: 80 });
    const code = cli.start(['pool', '--watch', '--json'], console);
    await expect.poll(() => console.stdout.lines.length, { timeout: 10_000 }).toBe(2);
    console.interrupt();
    expect(await code).toBe(0);
    expect(console.stdout.lines.map((line) => JSON.parse(line) as unknown)).toEqual([first, later]);
  });

  it('draws the pool in place on a terminal, with as many rows as there is room for', async () => {
    inTurn(crowded);
    const console = cli.console({ columns: 80 });
    const code = cli.start(['pool', '--watch'], console);
    await expect.poll(() => console.stdout.text).toContain('LEASES');
    console.interrupt();
    expect(await code).toBe(0);
    expect(console.stdout.text).toContain('\u001b[');
    expect(console.stdout.lines.length).toBeLessThan(24);
    expect(console.stdout.text).toMatch(/… and \d+ more/);
  });

  it('fails at once where nothing answers', async () => {
    await cli.api.close();
    const started = cli.run(['pool', '--watch']);
    expect((await started).code).toBe(4);
  });
});
