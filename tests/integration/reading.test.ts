import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filled, MOST_BYTES, PLACES } from '../../src/feature/hard-texts.testsuite.ts';
import { taskIdOfKey } from '../../src/api/tasks/task-id.ts';
import { ROOT } from '../support/deployment/compose-file.ts';
import { eventually } from '../support/eventually.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';
import { hostileRequests, type HostileRequest } from './hostile-requests.ts';

/** An answer of the API; how long it took, and how long Chimera used a processor meanwhile, in ms. */
interface Timed {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
  readonly used_ms: number;
}

const KEY = 'at work while others are read';
/** In all of these some sentence is refused, so that none begins a task. */
const WORST = {
  dots: `I see the line Total${'.'.repeat(80)}42`,
  'dots in 172 bytes': `I see the line Total${'.'.repeat(55)}42`,
  ...Object.fromEntries(
    [
      '“',
      '„ ',
      '"',
      '(',
      '(“',
      '…',
      ':',
      '«x ',
      'Rule: a\n',
      'Scenario: a\n',
      'Examples: a\n',
      'a\n',
      '@a\n#b\n\n',
      '# \n',
    ].map((piece) => [JSON.stringify(piece), filled((filling) => `make it nice. ${filling} make it nice`, [piece])]),
  ),
  'an outline of everything': filled(PLACES['in an outline'] ?? ((filling) => filling), ['<a> ']),
};

let world: World;
let chimera: Chimera;
let taskId: string;

beforeAll(async () => {
  await execa('npm', ['run', '--silent', 'build'], { cwd: ROOT });
  world = await createWorld({ reading: true });
  chimera = await world.start();
  taskId = taskIdOfKey(KEY);
  await world.hold(taskId, 'implement_feature');
  await world.submit(chimera, KEY);
  await eventually('a coder is at work', async () =>
    (await world.journal(taskId)).find(({ action }) => action === 'implement_feature'),
  );
});
afterAll(() => world.close());

async function timed(path: string, init?: RequestInit): Promise<Timed> {
  const [begun, used] = [performance.now(), await usedMs()];
  const answer = await fetch(new URL(path, chimera.apiUrl), init);
  const body = await answer.text();
  const ms = performance.now() - begun;
  return { status: answer.status, body, ms, used_ms: (await usedMs()) - used };
}

/** The processor time of Chimera's process so far, all its threads, in ms: the kernel counts in hundredths of a second. */
async function usedMs(): Promise<number> {
  const stat = await readFile(`/proc/${chimera.pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** What an answer takes where a busy host does not let it wait. */
const takenMs = ({ ms, used_ms }: Timed): number => Math.min(ms, used_ms);

const submitted = (feature: string): Promise<Timed> => {
  const headers = { 'content-type': 'application/json' };
  return timed('/api/tasks', { method: 'POST', headers, body: JSON.stringify({ feature, project: 'reading' }) });
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Infinity;

/** Asks for the health again and again while something goes on. */
async function healthDuring<T>(work: Promise<T>): Promise<{ readonly result: T; readonly health: readonly Timed[] }> {
  const health: Timed[] = [];
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) health.push(await timed('/health'));
  })();
  const result = await work.finally(() => {
    over.abort();
  });
  await asking;
  return { result, health };
}

/** The blocks of the event loop that the process tells of, in ms: what it used of a processor, for a busy host may let it wait. */
const blocks = (): readonly number[] =>
  chimera
    .output()
    .split('\n')
    .filter((line) => line.includes('The event loop stood still'))
    .map((line) => (JSON.parse(line) as { context: { block_ms: number; used_ms: number } }).context)
    .map(({ block_ms, used_ms }) => Math.min(block_ms, used_ms));

function expectNothingHeldUp(health: readonly Timed[]): void {
  expect(health.length).toBeGreaterThan(10);
  expect(health.map(({ status }) => status)).toEqual(health.map(() => 200));
  expect(median(health.map(takenMs))).toBeLessThan(50);
  expect(blocks().filter((ms) => ms >= 200)).toEqual([]);
}

async function expectAttempt(attempt: number): Promise<void> {
  const { phases, status } = await world.task(chimera, taskId);
  expect(status).toBe('running');
  expect(phases.find(({ phase }) => phase === 'CODE_IMPLEMENTATION')?.attempts).toBe(attempt);
}

describe('the worst texts, while a task is at work', () => {
  it.each(Object.entries(WORST))('%s are refused at once', async (_, text) => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
    const answers: Timed[] = [];
    for (let times = 0; times < 5; times += 1) answers.push(await submitted(text));
    for (const { status, body } of answers) {
      expect(status).toBe(422);
      const { errors } = JSON.parse(body) as { errors: { field: string; message: string }[] };
      expect(errors.every(({ field }) => field === 'feature')).toBe(true);
      expect(body).not.toContain('takes longer');
    }
    expect(median(answers.map(takenMs))).toBeLessThan(300);
  });

  it('hold up neither each other nor who asks for the health, when they come at once', async () => {
    const texts = Array.from({ length: 4 }, () => Object.values(WORST)).flat();
    const { result, health } = await healthDuring(Promise.all(texts.map(submitted)));
    expect(result.map(({ status }) => status)).toEqual(texts.map(() => 422));
    expectNothingHeldUp(health);
  });

  it('leave the task at its first attempt', () => expectAttempt(1));
});

describe('whatever else comes in a request, up to what is taken', () => {
  it('is answered without a fault and at once', { timeout: 600_000 }, async () => {
    const document = JSON.parse((await timed('/api/docs-json')).body) as unknown;
    const requests = hostileRequests(document);
    expect(requests.length).toBeGreaterThan(300);
    const { result, health } = await healthDuring(eachAnswered(requests));
    expect(result.filter(({ answer }) => answer.status >= 500).map(({ name, answer }) => [name, answer.body])).toEqual(
      [],
    );
    expect(median(result.map(({ answer }) => takenMs(answer)))).toBeLessThan(300);
    expectNothingHeldUp(health);
    await expectAttempt(1);
  });
});

async function eachAnswered(requests: readonly HostileRequest[]) {
  const answered: { readonly name: string; readonly answer: Timed }[] = [];
  for (const { name, path, init } of requests) answered.push({ name, answer: await timed(path, init) });
  return answered;
}
