import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskResult } from '../task.ts';
import * as taskState from '../task-state.ts';
import {
  broughtUpToDate,
  describePullRequest,
  endNotice,
  isDescribed,
  type ProvenChange,
  pullRequestTitle,
  updateNotice,
} from './description.ts';

const task = (feature: string) =>
  taskState.newTask(
    'chimera-000000000001',
    { feature, target_url: 'http://shop', priority: 5, project: 'shop' },
    0,
    '',
  );
const result: TaskResult = {
  already_satisfied: false,
  test_path: 'tests/pay.spec.ts',
  test_commit: 'c1',
  base_commit: 'c0',
  branch: 'chimera/x',
  commit_sha: 'c2',
  files_changed: ['shop.mjs'],
  test_blob: 'b1',
  scenarios_before: [
    { name: 'a guest pays', status: 'failed', duration_ms: 5, error: 'no | button' },
    { name: 'a guest looks', status: 'passed', duration_ms: 5 },
    { name: 'a member pays', status: 'failed', duration_ms: 5 },
  ],
  scenarios: ['a guest pays', 'a guest looks', 'a member pays', 'a new one'].map((name) => ({
    name,
    status: 'passed',
    duration_ms: 1_240,
  })),
};
const change = (over: Partial<ProvenChange> = {}): ProvenChange => ({
  state: task('Feature: pay\n  Scenario: a guest pays'),
  result,
  summary: 'added a button',
  review: { score: 0.9, findings: [{ rule: 'size', severity: 'INFO', message: 'large' }] },
  ...over,
});

describe('the description of a pull request', () => {
  it('shows each scenario before and after, what was said, and what proves it', () => {
    const text = describePullRequest(
      change({
        spent: { usd: 0.4213, tokens: 12_345 },
        picture: 'http://forge/p.png',
        task_url: 'https://chimera/api/tasks/chimera-000000000001',
      }),
    );
    for (const part of [
      '| `a guest pays` | 🔴 `no \\| button` | 🟢 passed, 1.2 s |',
      '| `a guest looks` | 🟢 passed | 🟢 passed, 1.2 s |',
      '| `a member pays` | 🔴 `failed` | 🟢 passed, 1.2 s |',
      '| `a new one` | – | 🟢 passed, 1.2 s |',
      '![The proof on staging](http://forge/p.png)',
      '```text\nadded a button\n```',
      '- **Test** `tests/pay.spec.ts`, content `b1` before and after',
      '- **Change** c2, 1 file\n',
      '- **Review** score 0.90, 1 finding\n',
      '- **Rounds** 1\n',
      '- **Cost** $0.4213, 12,345 tokens',
      '[chimera-000000000001](https://chimera/api/tasks/chimera-000000000001)',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('leaves out what is not known, and says how often the task was sent back', () => {
    const state = { ...task('pay'), round: 4, rework: { review: 1, validation: 1, pull_request: 1 } };
    const text = describePullRequest(change({ state, summary: ' ', spent: { usd: 0, tokens: 0 } }));
    expect(text).toContain('- **Rounds** 4 (sent back by the review 1×, by the proof 1×, from here 1×)');
    for (const part of ['Cost', '![', 'coder says', '](']) expect(text).not.toContain(part);
    expect(text).toContain('- **Task** `chimera-000000000001`');
    const twice = { ...state, round: 2, rework: { review: 0, validation: 1 } };
    expect(describePullRequest(change({ state: twice }))).toContain('- **Rounds** 2 (sent back by the proof 1×)');
  });

  it('shows the first hundred of many scenarios, and one that fails as such', () => {
    const scenarios = Array.from({ length: 103 }, (_, index) => ({
      name: `number ${index}`,
      status: 'failed' as const,
      duration_ms: 1,
    }));
    const { test_blob: _, commit_sha: __, files_changed: ___, ...bare } = result;
    const text = describePullRequest(change({ result: { ...bare, scenarios } }));
    expect(text).toContain('| … and 3 more | | |');
    expect(text).toContain('| `number 99` | – | 🔴 failed, 0.0 s |');
    expect(text).not.toContain('number 100');
    expect(text).toContain('- **Change** –, 0 files');
  });

  it('lets nothing that somebody wrote end the code it stands in', () => {
    const hostile = fc.string({ unit: fc.constantFrom('`', '\n', '|', 'a', '@', '~', '\r', ' ') });
    fc.assert(
      fc.property(hostile, hostile, (feature, summary) => {
        const text = describePullRequest(change({ state: task(`${feature}x`), summary: `${summary}x` }));
        return fencesClose(text);
      }),
    );
  });

  it('shows a name with backticks as it is', () => {
    const scenarios = ['`x` is shown', 'it shows `', 'a `` b'].map((name) => ({
      name,
      status: 'passed' as const,
      duration_ms: 1,
    }));
    const text = describePullRequest(change({ result: { ...result, scenarios } }));
    for (const part of ['| `` `x` is shown `` |', '| `` it shows ` `` |', '| ```a `` b``` |'])
      expect(text).toContain(part);
  });

  it('keeps a text short', () => {
    expect(describePullRequest(change({ summary: 'y'.repeat(9_000) }))).toContain(`${'y'.repeat(3_000)}…\n`);
  });

  it('takes the place of the one before, and leaves what people wrote around it', () => {
    const [before, after] = ['the first', 'the second'].map((summary) => describePullRequest(change({ summary })));
    const edited = `Ada: see also #4\n\n${before ?? ''}\n\nBob: thanks`;
    expect(broughtUpToDate(edited, after ?? '')).toBe(`Ada: see also #4\n\n${after ?? ''}\n\nBob: thanks`);
    expect([isDescribed(edited), isDescribed('written by hand')]).toEqual([true, false]);
    expect(broughtUpToDate('', after ?? '')).toBe(after);
    expect(broughtUpToDate('written by hand', after ?? '')).toBe(`${after ?? ''}\n\nwritten by hand`);
    // A feature that has the mark of the end in it does not leave a rest behind.
    const forged = describePullRequest(change({ summary: '<!-- chimera: up to here -->' }));
    expect(broughtUpToDate(forged, after ?? '')).toBe(after);
  });
});

/** Whether each block of code is closed by its own fence, so that all its text is in it. */
function fencesClose(text: string): boolean {
  let open: string | undefined;
  for (const line of text.split('\n')) {
    const run = /^`{3,}/.exec(line)?.[0];
    if (run === undefined) continue;
    if (open === undefined) open = run;
    else if (run.length >= open.length && line.trim() === run) open = undefined;
  }
  return open === undefined;
}

describe('the title of a pull request', () => {
  it.each([
    ['Feature: A guest pays\n  Scenario: x', 'A guest pays'],
    ['\n  Show the   price ', 'Show the price'],
    ['Feature:', 'A change by Chimera'],
    ['', 'A change by Chimera'],
    ['z'.repeat(200), `${'z'.repeat(120)}…`],
  ])('of %j', (feature, title) => {
    expect(pullRequestTitle(task(feature))).toBe(title);
  });
});

describe('a notice', () => {
  it('says why a round was worked, once for each commit', () => {
    const remarks = [{ id: 'line:1', author: 'ada', text: 'rename it' }];
    const asked = updateNotice('c3', { round: 2, feedback: { from: 'PULL_REQUEST', remarks }, takes_remarks: true });
    expect(asked.text).toBe(`${asked.mark}\nRound 2 was worked for 1 remark on it; \`c3\` is proven.`);
    const last = updateNotice('c4', { round: 3, feedback: undefined, takes_remarks: false });
    expect(last.text).toContain('for a task that went on; `c4` is proven. Further remarks are left to people');
    expect(last.mark).not.toBe(asked.mark);
  });

  it('says how a task ended', () => {
    const state = { ...task('pay'), status: 'discarded' as const };
    expect(endNotice(state).text).toContain('The task ended: discarded.');
    const error = { phase: 'E2E_VALIDATION', type: 'Verdict', message: 'it fails @all', retry_count: 0 };
    expect(endNotice({ ...state, error }).text).toContain('```text\nit fails @all\n```');
  });
});
