import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TerminalAgentError } from '../../domain/failure.ts';
import { withLock } from './host-lock.ts';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimera-lock-'));
  file = join(directory, 'shop.lock');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

describe('a lock of the host', () => {
  it('lets one work at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 6 }, () => withLock(file, work)));
    expect(most).toBe(1);
  });

  it('is free after work that failed', async () => {
    await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(file, () => Promise.resolve('yes'))).toBe('yes');
  });

  it('is free as soon as the process that holds it is killed', async () => {
    const module = new URL('./host-lock.ts', import.meta.url).href;
    const script = `
      import { withLock } from ${JSON.stringify(module)};
      await withLock(${JSON.stringify(file)}, () => { console.log('held'); return new Promise(() => setInterval(() => {}, 1000)); });
    `;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface(other.stdout), 'line');
    let mine = false;
    const taken = withLock(file, () => Promise.resolve((mine = true)));
    expect(mine).toBe(false);
    other.kill('SIGKILL');
    expect(await taken).toBe(true);
  });

  it('is not waited for after an abort', async () => {
    const controller = new AbortController();
    await withLock(file, async () => {
      const waiting = withLock(file, () => Promise.resolve('late'), controller.signal);
      controller.abort(new Error('cancelled'));
      await expect(waiting).rejects.toThrow('cancelled');
    });
  });

  it('says what to install where there is no program for it', async () => {
    vi.stubEnv('PATH', directory);
    const locked = withLock(file, () => Promise.resolve());
    await expect(locked).rejects.toThrow(TerminalAgentError);
  });
});
