import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyFile } from '../replay/history-file.ts';
import { swapped } from '../replay/tampering.ts';

let directory: string;

beforeAll(async () => {
  await execa('npm', ['run', '--silent', 'build']);
  directory = await mkdtemp(join(tmpdir(), 'chimera-replay-'));
});
afterAll(() => rm(directory, { recursive: true }));

const replay = (...args: readonly string[]) =>
  execa(process.execPath, ['dist/cli/main.js', 'replay', ...args], { reject: false });

describe('chimera replay', () => {
  it('says that a saved history replays, and ends with 0', async () => {
    const { exitCode, stdout } = await replay(historyFile('rework-after-failed-proof'));
    expect(stdout).toMatch(/✔ .*: \d+ events replay on the current code\./);
    expect(exitCode).toBe(0);
  });

  it('tells a program the same on one line', async () => {
    const { exitCode, stdout } = await replay('--json', historyFile('cancel-in-guardian-review'));
    expect(JSON.parse(stdout)).toMatchObject({ deterministic: true });
    expect(exitCode).toBe(0);
  });

  it('says where the code departs from a history that was tampered with, and ends with 1', async () => {
    const file = join(directory, 'chimera-0123456789ab.json');
    await writeFile(file, swapped(await readFile(historyFile('success'), 'utf8'), 'reviewChange', 'deployToStaging'));
    const { exitCode, stdout } = await replay(file);
    expect(stdout).toContain('chimera-0123456789ab: the current code departs from the history');
    expect(stdout).toContain('deployToStaging');
    expect(exitCode).toBe(1);
  });

  it('refuses a file that holds no history by its name', async () => {
    const { exitCode, stderr } = await replay('package.json');
    expect(stderr).toContain('package.json holds no workflow history');
    expect(exitCode).toBe(1);
  });
});
