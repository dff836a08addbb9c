import { chmod, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../src/agents/agent.ts';
import { createGuardianAgent } from '../../src/agents/built-in/guardian/guardian-agent.ts';
import { readProcessTable } from '../../src/host/process-table.ts';
import type { Review } from '../../src/domain/phase-result.ts';
import { agentCall, type CallOptions, recordingContext } from './agent-call.ts';
import { guardianTools, makeReviewedRepository, type ReviewedRepository, TEST_PATH } from './guardian.repository.ts';
import { sandboxOver } from '../support/sandbox.ts';

// Put together here so that no text in the repository looks like a secret.
const accessKeyId = ['AKIA', 'QYLPMN5HFZ', '3KWTAB'].join('');

const passing = { test: 'test -f src/cart.js', guardian: { lint: 'true' } };
let repository: ReviewedRepository;
let guardian: Agent;

beforeEach(async () => {
  repository = await makeReviewedRepository({
    'src/cart.js': 'export const total = 5;\n',
    'src/cart.test.js': 'check(total);\n',
    '.env': 'PORT=80\n',
  });
  guardian = createGuardianAgent(guardianTools(await sandboxOver(repository.data), repository.data));
});
afterEach(() => repository.remove());

async function review(project: NonNullable<CallOptions['project']> = passing, context = recordingContext()) {
  const { directory, base_commit, test_commit } = repository;
  const call = agentCall({ phase: 'GUARDIAN_REVIEW', directory, base_commit, project });
  const commit_sha = await repository.git('rev-parse', 'HEAD');
  const answer = await guardian.run('review_change', call, { test_path: TEST_PATH, test_commit, commit_sha }, context);
  const read = (name: string): Promise<string> => readFile(join(call.artifacts, name), 'utf8');
  return { ...answer, read, call };
}

async function implement(message = 'The discount'): Promise<void> {
  await repository.write('src/cart.js', 'export const total = 4;\n');
  await repository.commit(message);
}

const errorsOf = ({ findings }: Review) =>
  findings.filter(({ severity }) => severity === 'ERROR').map(({ rule, file }) => (file ? `${rule} ${file}` : rule));

describe('the built-in guardian', () => {
  it('approves a clean change with a score of 1, and keeps the report, the diff and the logs', async () => {
    await implement();
    const context = recordingContext();
    const answer = await review({ test: 'echo 12 tests passed', guardian: { lint: 'true' } }, context);
    expect(answer).toMatchObject({ decision: 'approved', score: 1, findings: [] });
    expect(answer.artifacts?.map(({ name, path }) => [name, path])).toEqual(
      ['review.md', 'change.diff', 'lint.log', 'test.log'].map((name) => [name, name]),
    );
    expect(await answer.read('review.md')).toContain('approved');
    expect(await answer.read('change.diff')).toContain('+export const total = 4;');
    expect(await answer.read('test.log')).toBe('12 tests passed\n');
    expect(context.messages.length).toBeGreaterThan(10);
  });

  it('rejects a secret and shows it nowhere', async () => {
    await repository.write('src/cart.js', `export const total = 4;\nexport const id = '${accessKeyId}';\n`);
    await repository.commit('The discount');
    const answer = await review({ test: 'cat src/cart.js; exit 1', guardian: { lint: 'cat src/cart.js' } });
    expect(answer.decision).toBe('rejected');
    expect(answer.findings).toContainEqual(
      expect.objectContaining({ rule: 'secret', severity: 'ERROR', file: 'src/cart.js', line: 2 }),
    );
    expect(JSON.stringify(answer)).not.toContain(accessKeyId);
    const kept = await readdir(answer.call.artifacts);
    expect(kept).toHaveLength(4);
    for (const name of kept) expect(await answer.read(name)).not.toContain(accessKeyId);
  });

  it('finds a secret in a file that its attributes hide from diffs', async () => {
    await repository.write('.gitattributes', '*.js -diff\n');
    await repository.write('src/key.js', `export const id = '${accessKeyId}';\n`);
    await repository.commit('The discount');
    expect(errorsOf(await review())).toEqual(['guarded-hooks .gitattributes', 'secret src/key.js']);
  });

  it('does not look for secrets when the project switched that off', async () => {
    await repository.write('src/cart.js', `export const id = '${accessKeyId}';\n`);
    await repository.commit('The discount');
    expect((await review({ guardian: { secret_scan: false } })).decision).toBe('approved');
  });

  it.each<[string, () => Promise<void>]>([
    ['changed', () => repository.write(TEST_PATH, "test.skip('a discount is shown', () => {});\n")],
    ['deleted', () => rm(join(repository.directory, TEST_PATH))],
    ['renamed', () => rename(join(repository.directory, TEST_PATH), join(repository.directory, 'cart.txt'))],
    ['given another mode', () => chmod(join(repository.directory, TEST_PATH), 0o755)],
  ])('rejects a change by which the generated test is %s', async (_, tamper) => {
    await tamper();
    await implement();
    const answer = await review();
    expect(answer.decision).toBe('rejected');
    expect(errorsOf(answer)).toEqual([`generated-test ${TEST_PATH}`]);
  });

  it('rejects a branch from which the commit of the generated test was removed', async () => {
    await repository.git('reset', '--quiet', '--hard', repository.base_commit);
    await implement();
    expect(errorsOf(await review())).toContain(`generated-test ${TEST_PATH}`);
  });

  it('rejects an empty change', async () => {
    await repository.git('commit', '--quiet', '--allow-empty', '--message', 'Nothing');
    expect(errorsOf(await review())).toEqual(['empty-change']);
  });

  it('rejects forbidden paths, links out of the project and conflicts, with nasty names too', async () => {
    await repository.write('.env', 'PORT=81\n');
    await symlink('../../etc/passwd', join(repository.directory, 'src', 'out'));
    await repository.write('src/a "b"\n\u00e4.js', 'x\n<<<<<<< HEAD\n');
    await implement();
    expect(errorsOf(await review()).sort()).toEqual([
      'conflict-marker src/a "b"\n\u00e4.js',
      'forbidden-path .env',
      'leaving-link src/out',
    ]);
  });

  it('rejects a deleted test and a large file', async () => {
    await repository.write('data.txt', Buffer.alloc(1024 * 1024 + 1, 'x\n'));
    await rm(join(repository.directory, 'src', 'cart.test.js'));
    await implement();
    expect(errorsOf(await review()).sort()).toEqual(['large-file data.txt', 'weakened-test src/cart.test.js']);
  });

  it('rejects a change larger than the project allows', async () => {
    await implement();
    await repository.write('src/new.js', 'x\n'.repeat(20));
    await repository.commit('More');
    expect(errorsOf(await review({ guardian: { max_lines_changed: 10, max_files_changed: 1 } }))).toEqual([
      'change-size',
      'change-size',
    ]);
  });

  it('rejects a change that fails the tests of the project, with the end of their output', async () => {
    await implement();
    const answer = await review({ test: 'seq 100; printf "\\033[31mtotal is wrong\\033[0m\\n" >&2; exit 3' });
    expect(errorsOf(answer)).toEqual(['test']);
    const message = answer.findings.find(({ rule }) => rule === 'test')?.message ?? '';
    expect(message).toContain('exit code 3');
    expect(message.split('\n').slice(-2)).toEqual(['100', 'total is wrong']);
    expect(message).not.toContain('\n5\n');
  });

  it('notes that a project has no lint and no tests, and does not count that', async () => {
    await implement();
    const answer = await review({});
    expect(answer).toMatchObject({ decision: 'approved', score: 1 });
    expect(answer.findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['lint INFO', 'test INFO']);
  });

  it('fails for good when a command of the project does not exist', async () => {
    await implement();
    await expect(review({ test: 'no-such-program-here --all' })).rejects.toMatchObject({ name: 'TerminalAgentError' });
  });

  it.each(['kill -KILL $$', 'sh -c "kill -KILL \\$\\$"; exit $?'])(
    'fails for now when the tests of the project are killed: %s',
    async (test) => {
      await implement();
      await expect(review({ test })).rejects.toMatchObject({ name: 'TransientAgentError' });
    },
  );

  it('refuses commits that it cannot compare', async () => {
    await implement();
    const call = agentCall({ phase: 'GUARDIAN_REVIEW', ...repository, project: passing });
    const head = await repository.git('rev-parse', 'HEAD');
    const of = (test_commit: string, commit_sha: string) =>
      guardian.run('review_change', call, { test_path: TEST_PATH, test_commit, commit_sha }, recordingContext());
    await expect(of('--output=x', head)).rejects.toMatchObject({ name: 'TerminalAgentError' });
    await expect(of('0'.repeat(39) + '1', head)).rejects.toMatchObject({ name: 'TerminalAgentError' });
    await expect(
      guardian.run(
        'execute_test',
        call,
        { test_path: '', test_commit: '', test_blob: '', deployment_url: '' },
        recordingContext(),
      ),
    ).rejects.toMatchObject({ name: 'TerminalAgentError' });
  });

  it('ends the tests of the project, and all that they started, when it is cancelled', async () => {
    await implement();
    const abort = new AbortController();
    const test = 'trap "" TERM; setsid sleep 300 & sleep 300 & echo > started; sleep 300';
    const running = review({ test }, recordingContext(abort.signal)).catch((error: unknown) => error);
    const checkouts = join(repository.data, 'proofs', 'chimera-0123456789ab');
    const hasStarted = async () =>
      (await readdir(checkouts, { recursive: true })).some((path) => path.endsWith('/started'));
    await expect.poll(() => hasStarted().catch(() => false), { timeout: 20_000 }).toBe(true);
    const started = performance.now();
    abort.abort(new Error('cancelled'));
    expect(await running).toEqual(new Error('cancelled'));
    expect(performance.now() - started).toBeLessThan(5_000);
    const rows = await readProcessTable('CHIMERA_TASK_ID=chimera-0123456789ab');
    expect(rows.filter(({ marked }) => marked)).toEqual([]);
  });
});
