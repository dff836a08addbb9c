import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Bench, TEST_PATH } from './e2e-tester.bench.ts';
import { feature, loose, open, scenario, see, target } from './e2e-tester.steps.ts';

const bench = new Bench();

describe('a run that proves nothing is not a success', () => {
  const test = (body: string): string => `import { expect, test } from '@playwright/test';\n${body}`;

  it.each([
    ['a missing file', undefined, 'does not exist'],
    ['a file without tests', test('void expect; void test;'), 'No tests found'],
    ['a syntax error', test('test("a" => {'), 'SyntaxError'],
    ['a file that throws', test('throw new Error("at load");'), 'at load'],
    ['a single test picked by only', test('test.only("a", () => undefined);'), 'only'],
  ])('%s is a crash of the test', async (_, source, message) => {
    if (source !== undefined) await bench.put(TEST_PATH, source);
    const ended = await bench.run();
    expect(ended).toMatchObject({ status: 'crashed', scenarios: [], fault: { at: 'test' } });
    expect(ended.fault?.message).toContain(message);
  });

  it('a skipped scenario and one that is meant to fail have not passed', async () => {
    await bench.put(
      TEST_PATH,
      test('test.skip("a", () => undefined); test.fail("b", () => { throw new Error("x"); });'),
    );
    expect(await bench.run()).toMatchObject({
      status: 'failed',
      scenarios: [{ status: 'failed' }, { status: 'failed' }],
    });
  });

  it('a browser that does not start is a crash of the runner', async () => {
    const asked = feature('A', scenario('a', open('/'), see(target('any', loose('Welcome')))));
    const ended = await bench.runFeature(asked, { chromium: '/bin/false' });
    expect(ended).toMatchObject({ status: 'crashed', fault: { at: 'runner' } });
  });

  it('a runner that dies is a crash', async () => {
    await bench.put(
      TEST_PATH,
      test('test("a", async () => { process.kill(process.ppid, "SIGKILL"); await new Promise(() => undefined); });'),
    );
    expect(await bench.run()).toMatchObject({
      status: 'crashed',
      fault: { at: 'runner', message: expect.stringContaining('SIGKILL') as string },
    });
  });

  it('a run past its limit is stopped and is a crash', async () => {
    await bench.put(
      TEST_PATH,
      test('test("a", async ({ page }) => { await page.goto("/"); await new Promise(() => undefined); });'),
    );
    expect(await bench.run({ limits: { run: 4_000 } })).toMatchObject({
      status: 'crashed',
      fault: { at: 'runner', message: expect.stringContaining('4 s') as string },
    });
  });
});

describe('scenarios that may run side by side', () => {
  const meet = (mode: string): string => `import { writeFile, access } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
test.describe.configure({ mode: '${mode}' });
for (const [own, other] of [['a', 'b'], ['b', 'a']])
  test(own, async ({}, { project: { outputDir } }) => {
    await writeFile(\`\${outputDir}/\${own}.there\`, '');
    await expect.poll(() => access(\`\${outputDir}/\${other}.there\`).then(() => 'there', () => 'away')).toBe('there');
  });
`;

  it('meet each other, and are told in the order of the test', async () => {
    await bench.put(TEST_PATH, meet('parallel'));
    const { status, scenarios } = await bench.run({ mostAtOnce: 2, expected: 'failed' });
    expect(scenarios.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(status).toBe('passed');
  });

  it.each([
    ['as the run allows one at a time', 'parallel', 1],
    ['as the test does not say that they may', 'default', 2],
  ])('do not meet %s', async (_, mode, mostAtOnce) => {
    await bench.put(TEST_PATH, meet(mode));
    const { scenarios } = await bench.run({ mostAtOnce, expected: 'failed' });
    expect(scenarios.map(({ status }) => status)).toEqual(['failed', 'passed']);
  });
});

describe('a run among others', () => {
  it('loads one Playwright only, whatever the project has installed, and follows imports of the project', async () => {
    const foreign = path.join(bench.workspace, 'node_modules/@playwright/test');
    await mkdir(foreign, { recursive: true });
    await writeFile(path.join(foreign, 'package.json'), '{"name":"@playwright/test","main":"index.js"}');
    await writeFile(path.join(foreign, 'index.js'), 'throw new Error("the copy of the project was loaded")');
    await bench.put('package.json', '{"type":"module"}');
    await bench.put('tsconfig.json', '{"compilerOptions":{"paths":{"@/*":["./tests/*"]}}}');
    await bench.put('tests/words.ts', "export const word = 'Welcome';");
    await bench.put(
      TEST_PATH,
      "import { expect, test } from '@playwright/test';\nimport { word } from '@/words';\ntest('a', async ({ page }) => { await page.goto('/'); await expect(page.getByText(word)).toBeVisible(); });",
    );
    const ended = await bench.run();
    expect(ended.fault).toBeUndefined();
    expect(ended.status).toBe('passed');
  });

  it('leaves no process behind when it is aborted, and says why it ended', async () => {
    await bench.put(
      TEST_PATH,
      "import { test } from '@playwright/test';\ntest('a', async ({ page }) => { await page.goto('/'); await test.step('waiting', () => new Promise(() => undefined)); });",
    );
    const abort = new AbortController();
    const waiting = Promise.withResolvers<undefined>();
    const ended = bench.run({
      signal: abort.signal,
      onProgress: ({ kind }) => {
        if (kind === 'sentence') waiting.resolve(undefined);
      },
    });
    await waiting.promise;
    expect(await processesBelow(bench.folder)).not.toEqual([]);
    const started = performance.now();
    abort.abort(new Error('cancelled by its user'));
    await expect(ended).rejects.toThrow('cancelled by its user');
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await processesBelow(bench.folder)).toEqual([]);
  });
});

/** Command lines that name a folder: all the programs of a run work on temporary files below it. */
async function processesBelow(place: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((command) => command.includes(place));
}
