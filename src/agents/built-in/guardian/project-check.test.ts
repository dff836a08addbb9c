import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProjectCheck } from './project-check.ts';

const check = (command: string | undefined, directory = tmpdir()) =>
  runProjectCheck(
    {
      rule: 'test',
      command,
      directory,
      task_id: 'chimera-0123456789ab',
      confine: (argv) => argv,
      conditions: 'in a clean checkout',
    },
    new AbortController().signal,
    (text) => text.replaceAll('hunter2', '***'),
  );

describe("a project's own check", () => {
  it('that passes finds nothing', async () => {
    expect(await check('echo fine')).toEqual({ findings: [], output: 'fine\n' });
  });
  it('that fails is an ERROR with the end of its output, masked', async () => {
    const { findings } = await check('echo hunter2; exit 1');
    expect(findings).toMatchObject([{ rule: 'test', severity: 'ERROR' }]);
    expect(findings[0]?.message.split('\n').at(-1)).toBe('***');
    expect(findings[0]?.message).toContain('exit code 1). It ran in a clean checkout.');
  });
  it('that crashes by its own fault is an ERROR too', async () => {
    expect((await check('kill -SEGV $$')).findings[0]?.message).toContain('SIGSEGV');
  });
  it('that is not declared is an INFO', async () => {
    expect((await check(undefined)).findings).toMatchObject([{ severity: 'INFO' }]);
  });
  it.each([
    ['does not exist', 'no-such-program-here', tmpdir()],
    ['cannot be executed', '/etc/passwd', tmpdir()],
    ['has no directory', 'true', join(tmpdir(), 'no', 'such', 'folder')],
  ])('whose command %s fails for good', async (_, command, directory) => {
    await expect(check(command, directory)).rejects.toMatchObject({ name: 'TerminalAgentError' });
  });
  it.each(['kill -TERM $$', 'exit 137'])('that is killed fails for now: %s', async (command) => {
    await expect(check(command)).rejects.toMatchObject({ name: 'TransientAgentError' });
  });
});
