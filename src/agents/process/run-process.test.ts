import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readProcessTable } from '../../host/process-table.ts';
import { ProcessStartError, runProcess } from './run-process.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'chimera-process-'));
});

afterEach(async () => {
  await rm(cwd, { recursive: true, force: true });
});

/** Those of the processes that live; one that only waits to be reaped is dead. */
async function alive(pids: readonly number[]): Promise<number[]> {
  const living = new Set((await readProcessTable('')).map(({ pid }) => pid));
  return pids.filter((pid) => living.has(pid));
}

async function pidsIn(file: string, count: number): Promise<number[]> {
  return vi.waitFor(
    async () => {
      const pids = (await readFile(join(cwd, file), 'utf8')).trim().split('\n').map(Number);
      expect(pids).toHaveLength(count);
      return pids;
    },
    { timeout: 5_000, interval: 20 },
  );
}

/** Starts a command, waits until it has written `count` process ids to the file `pids`, aborts it. */
async function abortAfterStart(command: string, count: number) {
  const controller = new AbortController();
  const run = runProcess({ command, cwd, signal: controller.signal });
  const settled = run.catch((error: unknown) => error);
  const pids = await pidsIn('pids', count);
  expect(await alive(pids)).toEqual(pids);
  const abortedAt = performance.now();
  controller.abort(new Error('the limit was reached'));
  const outcome = await settled;
  return { outcome, tookMs: performance.now() - abortedAt, left: await alive(pids) };
}

describe('a program that runs to its end', () => {
  it('gets its input, directory and environment, and its lines are heard', async () => {
    const out: string[] = [];
    const err: string[] = [];
    const result = await runProcess({
      command: 'cat; echo "$GREETING"; pwd; echo oops >&2; exit 3',
      cwd,
      env: { GREETING: 'grüß dich' },
      input: 'a\nb\n',
      onStdout: (line) => out.push(line),
      onStderr: (line) => err.push(line),
    });
    expect(out).toEqual(['a', 'b', 'grüß dich', cwd]);
    expect(err).toEqual(['oops']);
    expect(result).toMatchObject({ exitCode: 3, signal: null, leftBehind: 0 });
    expect(result.tail).toContain('oops');
  });

  it('is run without a shell when it is given as a list', async () => {
    const result = await runProcess({ command: ['printf', '%s', '$HOME; `id`'], cwd });
    expect(result.tail).toBe('$HOME; `id`');
  });

  it('does not see the worker’s other variables', async () => {
    vi.stubEnv('ALERT_EMAIL_PASSWORD', 'hunter2');
    const { tail } = await runProcess({ command: 'env', cwd });
    vi.unstubAllEnvs();
    expect(tail).toContain('PATH=');
    expect(tail).not.toContain('hunter2');
  });

  it('may leave its input unread', async () => {
    const result = await runProcess({ command: 'exit 0', cwd, input: 'x'.repeat(4_000_000) });
    expect(result.exitCode).toBe(0);
  });

  it('is told by the signal when one killed it', async () => {
    expect(await runProcess({ command: 'kill -9 $$', cwd })).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
  });

  it('leaves no background child behind, and need not wait for one', async () => {
    const result = await runProcess({ command: 'sleep 60 & setsid sleep 60 & echo done', cwd });
    expect(result).toMatchObject({ exitCode: 0, leftBehind: 2 });
  });

  it('may print 100 MB without that being remembered', async () => {
    let lines = 0;
    const before = process.memoryUsage();
    const { tail } = await runProcess({
      command: 'yes 0123456789abcdef | head -c 104857600',
      cwd,
      onStdout: () => (lines += 1),
    });
    const after = process.memoryUsage();
    expect(lines).toBe(Math.ceil(104_857_600 / 17));
    expect(Buffer.byteLength(tail)).toBe(65_536);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(20_000_000);
  }, 30_000);

  it('may print 30 MB without a line break', async () => {
    const lengths: number[] = [];
    await runProcess({
      command: 'head -c 30000000 /dev/zero | tr "\\0" x',
      cwd,
      onStdout: (line) => lengths.push(line.length),
    });
    expect(lengths).toEqual([1_048_576]);
  });
});

describe('a program that cannot be started', () => {
  it('is a ProcessStartError with the system’s code', async () => {
    const missing = runProcess({ command: ['/no/such/program'], cwd });
    await expect(missing).rejects.toThrow(ProcessStartError);
    await expect(missing).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(runProcess({ command: 'true', cwd: join(cwd, 'absent') })).rejects.toThrow(ProcessStartError);
  });
});

describe('an aborted run', () => {
  it('is not even started when the signal was aborted before', async () => {
    const run = runProcess({ command: 'echo $$ > pids', cwd, signal: AbortSignal.abort(new Error('too late')) });
    await expect(run).rejects.toThrow('too late');
    await expect(readFile(join(cwd, 'pids'))).rejects.toThrow('ENOENT');
  });

  it('rejects with the signal’s reason once a well-behaved program has ended', async () => {
    const { outcome, tookMs, left } = await abortAfterStart('echo $$ > pids; sleep 60', 1);
    expect(outcome).toEqual(new Error('the limit was reached'));
    expect(left).toEqual([]);
    expect(tookMs).toBeLessThan(1_500);
  });

  it('ends a tree that ignores SIGTERM within 5 s', async () => {
    const stubborn = `trap '' TERM; (trap '' TERM; sh -c 'echo $$ >> pids; while :; do sleep 1; done') & echo $$ >> pids; wait`;
    const { tookMs, left } = await abortAfterStart(stubborn, 2);
    expect(left).toEqual([]);
    expect(tookMs).toBeGreaterThan(1_900);
    expect(tookMs).toBeLessThan(5_000);
  });

  it('ends a grandchild in a session of its own whose parent has already gone', async () => {
    const daemon = `sh -c "setsid sh -c 'trap : TERM; echo \\$\\$ >> pids; while :; do sleep 1; done' &"; echo $$ >> pids; sleep 60`;
    const { left } = await abortAfterStart(daemon, 2);
    expect(left).toEqual([]);
  });

  it('ends a child that cleared its environment and left the session', async () => {
    const hidden = `env -i setsid sh -c 'echo $$ >> pids; sleep 60' & echo $$ >> pids; wait`;
    const { left } = await abortAfterStart(hidden, 2);
    expect(left).toEqual([]);
  });
});

describe('a worker that dies', () => {
  const workers: ReturnType<typeof spawn>[] = [];

  afterEach(() => {
    for (const worker of workers.splice(0)) worker.kill('SIGKILL');
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('by %s takes its agents’ trees with it', async (signal) => {
    const command = `trap '' TERM; (setsid sh -c 'echo $$ >> pids; sleep 60') & (trap '' TERM; sh -c 'echo $$ >> pids; sleep 60') & echo $$ >> pids; sleep 60`;
    const script = `
      import { runProcess } from ${JSON.stringify(new URL('./run-process.ts', import.meta.url).href)};
      console.log('started');
      await runProcess({ command: ${JSON.stringify(command)}, cwd: ${JSON.stringify(cwd)} });
    `;
    const worker = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    workers.push(worker);
    await once(createInterface(worker.stdout), 'line');
    const pids = await pidsIn('pids', 3);
    expect(await alive(pids)).toEqual(pids);
    worker.kill(signal);
    await once(worker, 'exit');
    await vi.waitFor(async () => {
      expect(await alive(pids)).toEqual([]);
    }, 4_000);
  });
});
