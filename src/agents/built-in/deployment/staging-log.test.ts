import { appendFile, mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boundLog, endOfLog, lastLines } from './staging-log.ts';

let folder: string;
let log: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staging-log-'));
  log = join(folder, 'staging.log');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the log of a deployment', () => {
  it('that was never written has an empty end', async () => {
    expect(await endOfLog(log)).toBe('');
    await boundLog(log, 10);
  });
  it('is read at its end only, without colours', async () => {
    await appendFile(log, 'x'.repeat(100_000) + '\n\u001b[32mready\u001b[0m\n');
    const end = await endOfLog(log);
    expect(end.length).toBeLessThanOrEqual(64 * 1024);
    expect(lastLines(end, 1)).toBe('ready');
  });
  it('is emptied above its limit, while its writer goes on, and its end is kept', async () => {
    const writer = await open(log, 'a');
    try {
      await writer.write('first\n'.repeat(100));
      await boundLog(log, 1_000);
      expect((await stat(log)).size).toBe(600);
      await boundLog(log, 599);
      await writer.write('second\n');
      expect(await readFile(log, 'utf8')).toBe('second\n');
      expect(await readFile(`${log}.old`, 'utf8')).toBe('first\n'.repeat(100));
    } finally {
      await writer.close();
    }
  });
});
