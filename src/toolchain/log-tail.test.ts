import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logSize, logTail } from './log-tail.ts';
import { temporaryDirectory } from './temporary-directory.testsuite.ts';

it('the tail of a log is what came since, in whole lines', async () => {
  const log = join(await temporaryDirectory(), 'log');
  expect([await logSize(log), await logTail(log)]).toEqual([0, '']);
  await writeFile(log, 'old\n');
  const since = await logSize(log);
  await writeFile(log, 'new one\nnew two\n', { flag: 'a' });
  expect(await logTail(log, since)).toBe('new one\nnew two');
  await writeFile(log, `${'x'.repeat(3_000)}\nlast\n`, { flag: 'a' });
  expect(await logTail(log, since)).toBe('last');
});

it('the tail of a log says why a Go program broke down, however long its stack is', async () => {
  const log = join(await temporaryDirectory(), 'log');
  await writeFile(log, 'panic: of another start\n');
  const since = await logSize(log);
  const stack = 'goroutine 1 [running]:\n'.repeat(300);
  await writeFile(log, `panic: listen tcp 127.0.0.1:1: address already in use\n${stack}`, { flag: 'a' });
  expect(await logTail(log, since)).toMatch(/^panic: listen tcp .*: address already in use\n {2}…\ngoroutine/);
});
