import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { readFromProc, readFromPs } from './process-table.ts';

const ended: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(ended.splice(0).map((end) => end()));
});

async function marked(marker: string): Promise<number> {
  const child = spawn('sleep', ['60'], { env: { PATH: process.env['PATH'], MARK: marker }, stdio: 'ignore' });
  await once(child, 'spawn');
  ended.push(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  return child.pid ?? 0;
}

describe.each([
  ['/proc', readFromProc, process.platform === 'linux'],
  ['ps', readFromPs, true],
] as const)('the process table by %s', (_source, read, available) => {
  it.runIf(available)('has this process as the parent of its child, which carries the marker', async () => {
    const pid = await marked('one');
    const rows = await read('MARK=one');
    expect(rows.find((row) => row.pid === pid)).toMatchObject({ parent: process.pid, marked: true });
    expect(rows.filter((row) => row.marked)).toHaveLength(1);
  });

  it.runIf(available)('takes a longer value for a different marker', async () => {
    await marked('oneself');
    expect((await read('MARK=one')).filter((row) => row.marked)).toEqual([]);
  });
});
