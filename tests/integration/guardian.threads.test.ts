import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../src/agents/agent.ts';
import { createGuardianAgent } from '../../src/agents/built-in/guardian/guardian-agent.ts';
import { TerminalAgentError } from '../../src/domain/failure.ts';
import { type Block, watchEventLoop } from '../../src/observability/event-loop/watch-event-loop.ts';
import { createChangeInspector } from '../../src/runtime/change-inspector.ts';
import { sandboxOver } from '../support/sandbox.ts';
import { agentCall, recordingContext } from './agent-call.ts';
import { guardianTools, makeReviewedRepository, type ReviewedRepository, TEST_PATH } from './guardian.repository.ts';

const inspector = createChangeInspector();
afterAll(() => inspector.close());

let repository: ReviewedRepository;
let guardian: Agent;
beforeEach(async () => {
  repository = await makeReviewedRepository({ 'src/cart.js': 'export const total = 5;\n' });
  guardian = createGuardianAgent({
    ...guardianTools(await sandboxOver(repository.data), repository.data),
    ...inspector,
  });
});
afterEach(() => repository.remove());

const line = (index: number): string =>
  `export const value${index} = compute(${index}, "text ${index}", { key: 'some-key-${index}', url: 'https://a.example/${index}' });\n`;
const code = (lines: number, from = 0): string =>
  Array.from({ length: lines }, (_, index) => line(from + index)).join('');

// Put together here so that no text in the repository looks like a secret.
const keyId = (index: number): string => {
  const letters = [0, 1, 2].map((place) => String.fromCharCode(65 + (Math.floor(index / 26 ** place) % 26)));
  return ['AKIA', 'QYLPMN5HFZ', ...letters, 'WAB'].join('');
};

/** Reviews the repository's last commit, and tells of the longest time that the event loop was at one thing, in ms. */
async function review(commit_sha: string, context = recordingContext()) {
  const { directory, base_commit, test_commit } = repository;
  const project = { test: 'echo tested', guardian: { lint: 'true' } };
  const call = agentCall({ phase: 'GUARDIAN_REVIEW', directory, base_commit, project });
  const blocks: Block[] = [];
  const { stop } = watchEventLoop((block) => blocks.push(block));
  try {
    const input = { test_path: TEST_PATH, test_commit, commit_sha };
    const answer = await guardian.run('review_change', call, input, context);
    const read = (name: string): Promise<string> => readFile(join(call.artifacts, name), 'utf8');
    return { ...answer, read, usedMs: Math.max(0, ...blocks.map(({ ms, usedMs }) => Math.min(ms, usedMs))) };
  } finally {
    stop();
  }
}

describe('a review beside the event loop', () => {
  it('comes to what it comes to on it, and says what it looks at', async () => {
    await repository.write('src/cart.js', `export const total = 4;\nexport const id = '${keyId(1)}';\n`);
    const context = recordingContext();
    const { findings, decision, artifacts, read } = await review(await repository.commit('A secret'), context);
    expect(decision).toBe('rejected');
    expect(findings).toMatchObject([{ rule: 'secret', severity: 'ERROR', file: 'src/cart.js', line: 2 }]);
    expect(artifacts?.map(({ name }) => name)).toEqual(['review.md', 'change.diff', 'lint.log', 'test.log']);
    expect(await read('change.diff')).toContain("+export const id = '********'");
    expect(context.messages).toEqual(expect.arrayContaining(['Looking for secrets', 'Checking conflict markers']));
  });

  it.each([
    ['200 files of 100 lines', 200, (file: number) => code(100, file)],
    ['60 files of 1 MiB', 60, (file: number) => code(8_500, file)],
    ['5 000 files', 5_000, line],
    ['5 000 secrets', 1, () => Array.from({ length: 5_000 }, (_, index) => `const k = '${keyId(index)}';\n`).join('')],
  ] as const)('holds it up for no change: %s', async (_, files, content) => {
    for (let file = 0; file < files; file += 1) await repository.write(`src/d${file % 50}/f${file}.ts`, content(file));
    const { usedMs, findings, decision } = await review(await repository.commit('A large change'));
    expect(decision).toBe('rejected');
    expect(findings.length).toBeLessThan(500);
    expect(usedMs).toBeLessThan(200);
  });

  it('keeps nothing of what checks print when there are too many secrets to look for', async () => {
    const secrets = Array.from({ length: 2_001 }, (_, index) => `const k = '${keyId(index)}';\n`);
    await repository.write('src/a.ts', secrets.join(''));
    const { findings, read } = await review(await repository.commit('Many secrets'));
    expect(await read('test.log')).toContain('is not kept');
    expect(await read('change.diff')).not.toMatch(/AKIA[A-Z]/);
    const told = findings.filter(({ rule }) => rule === 'secret');
    expect(told).toHaveLength(101);
    expect(told.at(-1)?.message).toBe('There are 1901 more of these.');
  });

  it('ends when it is cancelled', async () => {
    for (let file = 0; file < 500; file += 1) await repository.write(`src/f${file}.ts`, code(100, file));
    const commit = await repository.commit('A large change');
    const stop = new AbortController();
    const reason = new Error('cancelled');
    const context = recordingContext(stop.signal);
    const reviewed = review(commit, context);
    await expect.poll(() => context.messages).toContain('Looking for secrets');
    stop.abort(reason);
    await expect(reviewed).rejects.toBe(reason);
  });

  it('tells why git could not read a change, and that another try is no use', async () => {
    await repository.write('src/cart.js', 'export const total = 4;\n');
    const commit = await repository.commit('A change');
    repository = { ...repository, test_commit: '0'.repeat(40) };
    const reviewed = review(commit);
    await expect(reviewed).rejects.toThrow(TerminalAgentError);
    await expect(reviewed).rejects.toThrow('Git could not read the change');
  });
});
