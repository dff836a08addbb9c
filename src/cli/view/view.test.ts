import { Ansis } from 'ansis';
import { describe, expect, it } from 'vitest';
import { completedDocument, taskDocument } from '../../../tests/support/cli/task-documents.ts';
import { taskViewSchema, type TaskView } from '../../contract/task/task.ts';
import { problemLines } from './problem-lines.ts';
import { taskChanges } from './task-changes.ts';
import { taskPanel } from './task-panel.ts';
import { featureName } from './feature-name.ts';
import { waitingNote } from './waiting.ts';

const at = Date.parse('2030-01-01T10:00:12.000Z');
const drawing = { colours: new Ansis(0), width: 80, now: at, frame: 0 };
const view = (document: unknown): TaskView => taskViewSchema.parse(document);

describe('a task on the screen', () => {
  it('shows what is done, what is being done, and what is to come', () => {
    const task = view(
      taskDocument(
        {
          phase: 'CODE_IMPLEMENTATION',
          round: 2,
          progress: {
            action: 'implement_feature',
            message: 'edited src/cart.mjs',
            fraction: 0.4,
            at: '2030-01-01T10:00:11.000Z',
          },
        },
        {
          E2E_TEST_GENERATION: { status: 'passed', attempts: 2, duration_ms: 6_240 },
          CODE_IMPLEMENTATION: {
            status: 'running',
            attempts: 3,
            round: 2,
            duration_ms: 1_000,
            started_at: '2030-01-01T10:00:10.000Z',
          },
          GUARDIAN_REVIEW: { attempts: 1, duration_ms: 900 },
        },
      ),
    );
    expect(taskPanel(task, drawing)).toEqual([
      '  Discount code',
      '  chimera-0123456789ab · shop · priority 5',
      '',
      '  ✔ Write a test that fails      6.2 s  2 attempts',
      '  ⠋ Implement the feature        3.0 s  round 2, attempt 3',
      '    40 % · edited src/cart.mjs',
      '  ○ Review the change            0.9 s  again in round 2',
      '  ○ Deploy to staging',
      '  ○ Prove it on staging',
      '',
      '  running for 12 s',
    ]);
  });

  it('says what it waits for and how long, instead of a progress that is over', () => {
    const retry = { kind: 'retry', phase: 'GUARDIAN_REVIEW', attempt: 2, error: 'lint was killed' };
    const task = view(
      taskDocument(
        { waiting_for: { ...retry, until: '2030-01-01T10:00:14.000Z' } },
        { GUARDIAN_REVIEW: { status: 'running', attempts: 1, started_at: '2030-01-01T10:00:11.000Z' } },
      ),
    );
    expect(taskPanel(task, drawing).slice(5, 7)).toEqual([
      '  ● Review the change            1.0 s',
      '    tries again in 2.0 s: lint was killed',
    ]);
  });

  it('ends with the commit, the branch, the test and the staging URL', () => {
    const lines = taskPanel(view(completedDocument()), drawing);
    expect(lines.slice(-5)).toEqual([
      '  completed after 20 s',
      `  commit        ${'c'.repeat(40)}`,
      '  branch        chimera/chimera-0123456789ab',
      '  test          tests/e2e/chimera/discount-code.spec.ts',
      '  staging       http://127.0.0.1:4000 (torn down after the proof)',
    ]);
  });

  it('shows the pull request that it waits for a word on, and that it ended with', () => {
    const pull = { url: 'https://forge/acme/shop/pulls/7', number: 7, commit_sha: 'c2', problems: [] };
    const until = '2030-01-31T10:00:00.000Z';
    const open = {
      ...taskDocument(),
      phases: completedDocument()['phases'],
      status: 'running',
      phase: 'DELIVERY',
      pull_request: { ...pull, status: 'open' },
      waiting_for: { kind: 'pull_request', url: pull.url, until },
    };
    expect(taskPanel(view(open), drawing).at(-1)).toContain('waits for a word on https://forge/acme/shop/pulls/7');
    const away = { ...open, waiting_for: { ...open.waiting_for, error: '502 at forge' } };
    expect(taskPanel(view(away), drawing).slice(-2).join(' ')).toContain('cannot be looked at: 502');
    const merged = { ...completedDocument(), pull_request: { ...pull, status: 'merged' } };
    expect(taskPanel(view(merged), drawing)).toContain('  pull request  https://forge/acme/shop/pulls/7 (merged)');
  });

  it('says when there was nothing to build', () => {
    const { result } = completedDocument();
    const satisfied = { ...(result as object), already_satisfied: true };
    const task = view({ ...completedDocument(), result: satisfied });
    expect(taskPanel(task, drawing).join('\n')).toContain('the feature is there already, nothing was built');
  });

  it('says why a queued task has not begun', () => {
    const task = view(
      taskDocument({ status: 'queued', started_at: null, waiting_for: { kind: 'lease', position: 3 } }),
    );
    expect(taskPanel(task, drawing).at(-1)).toBe('  queued for 12 s · waits for its turn, 3 in line');
  });

  it('says for whom a task waits between two tries of a phase', () => {
    const waiting_for = { kind: 'breaker', agent: 'coder-agent', until: '2030-01-01T10:00:42.000Z' };
    const task = view(taskDocument({ status: 'running', waiting_for }, { CODE_IMPLEMENTATION: { status: 'pending' } }));
    expect(taskPanel(task, drawing).at(-1)).toMatch(/running for .* · coder-agent is unavailable, next try in /);
  });

  it('says where a parked task is decided about', () => {
    const error = { phase: 'CODE_IMPLEMENTATION', type: 'TransientAgentError', message: 'busy', retry_count: 3 };
    const task = view(taskDocument({ status: 'dead_lettered', error }));
    expect(taskPanel(task, drawing).at(-1)).toBe('  It waits for a decision: chimera dlq list');
  });

  it('says when a queued task is expected to begin and why not yet, within the width', () => {
    const estimated_start = '2030-01-01T10:02:17.000Z';
    const reason = 'all 5 leases are held; 2 tasks go first';
    const waiting_for = { kind: 'lease', position: 3, estimated_start, reason };
    const task = view(taskDocument({ status: 'queued', started_at: null, waiting_for }));
    expect(taskPanel(task, drawing).slice(-2)).toEqual([
      '  queued for 12 s · waits for its turn, 3 in line, starts in about 2 min 05 s:',
      '         all 5 leases are held; 2 tasks go first',
    ]);
  });

  it('tells of a rejected review and a long error within the width', () => {
    const message = 'The review rejected the change: ' + 'a secret was found '.repeat(12);
    const task = view(
      taskDocument(
        { status: 'failed', error: { phase: 'GUARDIAN_REVIEW', type: 'Verdict', message, retry_count: 0 } },
        { GUARDIAN_REVIEW: { status: 'rejected', attempts: 1, duration_ms: 100 } },
      ),
    );
    const lines = taskPanel(task, drawing);
    expect(lines).toContain('  ✖ Review the change            0.1 s  rejected');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('a task as plain lines', () => {
  const first = view(taskDocument({}, { E2E_TEST_GENERATION: { status: 'running', attempts: 1 } }));

  it('says nothing when nothing changed', () => {
    expect(taskChanges(first, first, at)).toEqual([]);
  });

  it('tells of a phase that runs again in the next round', () => {
    const before = view(taskDocument({}, { E2E_VALIDATION: { status: 'failed', attempts: 1, duration_ms: 5_000 } }));
    const after = view(taskDocument({}, { E2E_VALIDATION: { status: 'running', attempts: 2, round: 2 } }));
    expect(taskChanges(before, after, at)).toEqual(['Prove it on staging      running   round 2']);
  });

  it('tells of a verdict that sends the task back, though the phase is pending again by then', () => {
    const before = view(taskDocument({}, { E2E_VALIDATION: { status: 'running', attempts: 1 } }));
    const sentBack = { attempts: 1, verdict: 'failed', duration_ms: 5_000 };
    const after = view(taskDocument({ round: 2 }, { E2E_VALIDATION: sentBack }));
    expect(taskChanges(before, after, at)).toEqual([
      'Prove it on staging      failed    5.0 s, back to the coder, round 2',
    ]);
    expect(taskPanel(after, drawing)[7]).toBe(
      '  ○ Prove it on staging          5.0 s  failed in round 1, again in round 2',
    );
  });

  it('tells what the task waits for, once', () => {
    const waits = view(taskDocument({ waiting_for: { kind: 'worker', phase: 'E2E_TEST_GENERATION' } }));
    expect(taskChanges(undefined, waits, at)).toEqual(['                         waiting   waits for a worker']);
    expect(taskChanges(waits, waits, at)).toEqual([]);
  });

  it('tells of a new place in line, but not of an estimate that moved', () => {
    const third = { kind: 'lease', position: 3, estimated_start: '2030-01-01T10:01:00.000Z' };
    const waits = (change: object): TaskView =>
      view(taskDocument({ status: 'queued', waiting_for: { ...third, ...change } }));
    const moved = waits({ estimated_start: '2030-01-01T10:02:00.000Z' });
    expect(taskChanges(waits({}), moved, at)).toEqual([]);
    expect(taskChanges(moved, waits({ position: 2 }), at)).toEqual([
      '                         waiting   waits for its turn, 2 in line, starts in about 48 s',
    ]);
  });

  it('tells of the end, once', () => {
    const ended = view(completedDocument());
    expect(taskChanges(first, ended, at).at(-1)).toBe('chimera-0123456789ab completed');
    expect(taskChanges(ended, ended, at)).toEqual([]);
  });
});

describe('what a task waits for', () => {
  it.each([
    [null, undefined],
    [{ kind: 'lease' }, 'waits for its turn'],
    [
      { kind: 'lease', position: 1, estimated_start: '2030-01-01T10:00:12.000Z' },
      'waits for its turn, 1 in line, starts any moment',
    ],
    [{ kind: 'lease', reason: 'the pool is paused' }, 'waits for its turn: the pool is paused'],
    [
      {
        ...{ kind: 'retry', phase: 'GUARDIAN_REVIEW', attempt: 2, error: 'lint was killed' },
        until: '2030-01-01T10:00:42.000Z',
      },
      'tries again in 30 s: lint was killed',
    ],
    [
      { kind: 'breaker', agent: 'coder-agent', until: '2030-01-01T10:01:12.000Z' },
      'coder-agent is unavailable, next try in 1 min 00 s',
    ],
    [{ kind: 'approval' }, 'waits for approval'],
    [{ kind: 'operator' }, 'waits for an operator'],
  ])('%j reads “%s”', (waiting, words) => {
    expect(waitingNote(view(taskDocument({ waiting_for: waiting })).waiting_for, at)).toBe(words);
  });
});

describe('the name of a feature', () => {
  it.each([
    ['# language: en\nFeature: Sort by price\n', 'Sort by price'],
    ['\n\nOpen the home page.\nClick Save.', 'Open the home page.'],
    ['Scenario: A code', 'A code'],
    ['', ''],
  ])('a feature is called by its name or its first line: %j', (feature, name) => {
    expect(featureName(feature)).toBe(name);
  });
});

describe('a problem for a person', () => {
  const colours = new Ansis(0);

  it('lists every wrong field when there are several', () => {
    const errors = [
      { field: 'feature', message: 'is required' },
      { field: 'priority', message: 'must be a whole number' },
    ];
    const problem = { type: 'x', title: 'The request is not acceptable', detail: '2 problems', errors };
    expect(problemLines(problem, colours, 80)).toEqual([
      '✖ The request is not acceptable:',
      '  feature is required',
      '  priority must be a whole number',
    ]);
  });

  it('says when to try again', () => {
    const problem = { type: 'x', title: 'Not now', detail: 'Temporal is away.', errors: [], retry_after_seconds: 2 };
    expect(problemLines(problem, colours, 80).at(-1)).toBe('  Try again in 2 s.');
  });

  it('keeps the lines of a report as they are', () => {
    const problem = { type: 'x', title: 'The configuration is not right', detail: 'a.yaml:\n  line 3: no', errors: [] };
    expect(problemLines(problem, colours, 80)).toEqual([
      '✖ The configuration is not right',
      '  a.yaml:',
      '    line 3: no',
    ]);
  });
});
