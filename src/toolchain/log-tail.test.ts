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
