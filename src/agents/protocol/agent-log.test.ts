import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from './agent-log.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimera-log-'));
});

afterEach(() => rm(directory, { recursive: true }));

describe('an agent’s log', () => {
  it('keeps the beginning and the end of what is too long', async () => {
    const file = join(directory, 'agent.log');
    const log = openLog(file, 10);
    for (const line of ['first', 'tooooo long', 'x']) log.line(line);
    await log.close('the end');
    await log.close('again');
    expect(await readFile(file, 'utf8')).toBe('first\n[2 lines left out; the output ends with:]\nthe end\n');
  });

  it('says that it cannot be written', async () => {
    const log = openLog(join(directory, 'absent/agent.log'));
    log.line('x');
    await expect(log.close('')).rejects.toThrow('ENOENT');
  });
});
