import { expect, it } from 'vitest';
import { failureReason, runProgram } from './run-program.ts';

it('a program that fails is reported with its last words', async () => {
  const failing = runProgram('sh', ['-c', 'echo out; echo why it failed >&2; exit 3'], { timeoutMs: 10_000 });
  await expect(failing).rejects.toThrow(/exit code 3[\s\S]*out\nwhy it failed/);
});

it('a program that takes too long is stopped', async () => {
  const slow = runProgram('sleep', ['60'], { timeoutMs: 50 });
  await expect(slow).rejects.toThrow('took too long and was stopped');
});

it('a program gets the surroundings it is run with', async () => {
  const options = { timeoutMs: 10_000, env: { CHIMERA_TEST: 'here' }, cwd: '/' };
  expect(await runProgram('sh', ['-c', 'echo "$CHIMERA_TEST $PWD"'], options)).toBe('here /');
});

it('a failure that is no program names its cause', () => {
  expect(failureReason(new Error('fetch failed', { cause: new Error('not found') }))).toBe('fetch failed (not found)');
  expect(failureReason('text')).toBe('text');
});
