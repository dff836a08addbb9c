import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runActivity } from '../../tests/support/activities/environment.ts';
import { fakePorts } from '../../tests/support/activities/fake-ports.ts';
import { BEGUN, TASK_ID } from '../../tests/support/activities/phase-input.ts';
import { memoryForge, type MemoryForgeTraits } from '../../tests/support/delivery/memory-forge.ts';
import { OPEN_PULL_REQUEST } from '../../tests/support/scripted-phases.ts';
import { ForgeError } from '../delivery/forge.ts';
import type { TaskArtifact, TaskState } from '../domain/task.ts';
import type { DeliverInput, LookInput } from '../workflows/task/contract.ts';
import type { ActivityPorts } from './ports.ts';
import { createLightActivities } from './index.ts';

const shot: TaskArtifact = {
  name: 'end.png',
  kind: 'screenshot',
  path: 'E2E_VALIDATION-1/end.png',
  media_type: 'image/png',
  bytes: 3,
  phase: 'E2E_VALIDATION',
  round: 1,
};
const scenario = { name: 'a guest pays', status: 'passed', duration_ms: 5 } as const;
const input: DeliverInput = {
  state: BEGUN,
  result: {
    already_satisfied: false,
    test_path: 't',
    test_commit: 'c1',
    base_commit: 'c0',
    branch: `chimera/${TASK_ID}`,
    commit_sha: 'c2',
    scenarios_before: [{ ...scenario, status: 'failed' }],
    scenarios: [scenario],
  },
  summary: 'done with hunter2-4711',
  review: { score: 1, findings: [] },
  takes_remarks: true,
};

function delivery(traits: MemoryForgeTraits = {}, otherwise: Partial<ActivityPorts> = {}) {
  const memory = memoryForge(traits);
  const { ports, lines, counted } = fakePorts({ forges: memory.forges });
  const { deliverChange, lookAtPullRequest, withdrawPullRequest } = createLightActivities({ ...ports, ...otherwise });
  return {
    ...memory,
    lines,
    counted,
    deliver: (changes: Partial<DeliverInput> = {}) => runActivity(deliverChange, { ...input, ...changes }),
    look: (changes: Partial<LookInput> = {}) =>
      runActivity(lookAtPullRequest, {
        state: { ...BEGUN, pull_request: OPEN_PULL_REQUEST },
        answered: [],
        takes_remarks: true,
        ...changes,
      }),
    withdraw: (changes: Partial<TaskState>) => runActivity(withdrawPullRequest, { ...BEGUN, ...changes }),
  };
}

const withPicture = (content: string | undefined): Partial<ActivityPorts> => ({
  artifacts: {
    begin: () => Promise.reject(new Error('nothing is begun')),
    open: () =>
      Promise.resolve(
        content === undefined ? undefined : { stream: Readable.from([Buffer.from(content)]), bytes: 3, media_type: '' },
      ),
  },
});
const refused = (message = 'no'): Promise<never> => Promise.reject(new ForgeError(message, { passes: false }));

describe('a change that is handed over', () => {
  it('comes by a pull request with labels, reviewers and its description, and is approved', async () => {
    const trial = delivery({ deliver: { labels: ['bot'], reviewers: ['ada'], draft: true, chimera_url: 'http://c/' } });
    expect(await trial.deliver()).toEqual({ ...OPEN_PULL_REQUEST, url: 'http://forge/7' });
    expect(trial.done).toEqual([
      `find chimera/${TASK_ID} into main`,
      'open a draft of pay into main',
      'label bot',
      'ask ada',
      'change its body',
      'approve c2',
    ]);
    expect(trial.pull()?.body).toContain(`http://c/api/tasks/${TASK_ID}`);
    expect(trial.pull()?.body).not.toContain('hunter2');
    expect(trial.comments).toEqual([]);
    expect(await trial.counted()).toContain('chimera_deliveries_total{how="opened"} 1');
    expect(trial.lines().map(({ message }) => message)).toEqual(['The change is handed over by a pull request']);
  });

  it('a second time changes nothing but what is new, and says once why', async () => {
    const trial = delivery({ base: 'trunk' });
    await trial.deliver();
    const body = trial.pull()?.body;
    for (const _ of ['again', 'and again']) await trial.deliver({ state: { ...BEGUN, round: 2 } });
    expect(trial.done.filter((step) => step.startsWith('open'))).toEqual(['open pay into trunk']);
    expect(trial.pull()?.body).not.toBe(body);
    expect(trial.comments).toEqual([expect.stringContaining('Round 2 was worked for a task that went on')]);
    expect(await trial.counted()).toContain('chimera_deliveries_total{how="updated"} 2');
  });

  it('that was broken off before it was described says nothing of a round', async () => {
    const trial = delivery();
    trial.put({ status: 'open', body: '' });
    await trial.deliver();
    expect(trial.pull()?.body).toContain('a guest pays');
    expect(trial.comments).toEqual([]);
  });

  it('is opened again where it was closed, and anew where it was merged', async () => {
    const closed = delivery();
    closed.put({ status: 'closed', body: 'by hand' });
    await closed.deliver();
    expect(closed.done.slice(1, 3)).toEqual(['change open', 'change its body']);
    expect(closed.pull()?.body).toContain('by hand');
    const merged = delivery();
    merged.put({ status: 'merged' });
    await merged.deliver();
    expect(merged.done[1]).toBe('open pay into main');
  });

  it.each([
    ['at another commit', 'c9', 'the forge has it at c9'],
    ['not there', undefined, 'the forge has no such branch'],
  ])('is none whose branch is %s', async (_, tip, message) => {
    const trial = delivery({ tipOf: () => Promise.resolve(tip) });
    await expect(trial.deliver()).rejects.toMatchObject({
      message: expect.stringContaining(message) as string,
      type: 'ForgeError',
      nonRetryable: true,
    });
    expect(trial.done).toEqual([]);
  });

  it('is handed over without what the forge refuses, and that is said', async () => {
    const settings = { labels: ['bot'], reviewers: ['ada'] };
    const trial = delivery({
      deliver: settings,
      label: () => refused('no labels'),
      askForReview: () => refused(),
      approve: () => refused(),
    });
    expect(await trial.deliver()).toMatchObject({
      problems: ['The labels bot could not be set: no labels', 'The reviewers ada could not be set: no'],
    });
    expect(trial.lines().at(-1)?.['message']).toContain('though not in all as it should be');
    const away = delivery({
      deliver: settings,
      label: () => Promise.reject(new ForgeError('502 hunter2-4711', { passes: true, retryAfterMs: 7_000 })),
    });
    await expect(away.deliver()).rejects.toMatchObject({
      nonRetryable: false,
      nextRetryDelay: 7_000,
      message: '502 [redacted]',
    });
  });

  it('shows the last picture of its proof', async () => {
    const state = { ...BEGUN, artifacts: [shot] };
    const trial = delivery({}, withPicture('png'));
    await trial.deliver({ state });
    expect(trial.pull()?.body).toContain('![The proof on staging](http://forge/proof-round-1.png)');
    expect(trial.done).toContain('attach proof-round-1.png');
  });

  it.each([
    ['none is here', {}, undefined, [shot]],
    ['the forge takes none', { attach: () => refused() }, 'png', [shot]],
    ['it is too large', {}, 'png', [{ ...shot, bytes: 6_000_000 }]],
    ['it shows something else', {}, 'png', [{ ...shot, phase: 'E2E_TEST_GENERATION' as const }]],
  ])('goes without a picture where %s', async (_, traits, content, artifacts) => {
    const trial = delivery(traits, withPicture(content));
    await trial.deliver({ state: { ...BEGUN, artifacts } });
    expect(trial.pull()?.body).not.toContain('![');
  });

  it('waits for a forge that is away while it takes the picture', async () => {
    const attach = () => Promise.reject(new ForgeError('502', { passes: true }));
    const trial = delivery({ attach }, withPicture('png'));
    await expect(trial.deliver({ state: { ...BEGUN, artifacts: [shot] } })).rejects.toMatchObject({
      nonRetryable: false,
    });
  });

  it('goes without its cost where that cannot be read', async () => {
    const readSpent = () => Promise.reject(new Error('the database is away'));
    const trial = delivery({}, { accounting: { prices: {}, budgets: {}, readSpent } });
    await trial.deliver();
    expect(trial.pull()?.body).not.toContain('Cost');
  });

  it('fails with what nobody foresaw, without its secrets', async () => {
    const trial = delivery({ find: () => Promise.reject(new Error('hunter2-4711')) });
    await expect(trial.deliver()).rejects.toThrow('[redacted]');
  });
});

describe('a look at a pull request', () => {
  const remark = { id: 'line:1', kind: 'line', mayWrite: true, author: 'ada', text: 'rename it' } as const;

  it('fails, of no consequence, while nothing is new', async () => {
    const trial = delivery();
    await expect(trial.look()).rejects.toMatchObject({ type: 'NothingNew', nonRetryable: false, category: 'BENIGN' });
    trial.say(remark);
    await expect(trial.look({ answered: ['line:1'] })).rejects.toMatchObject({ type: 'NothingNew' });
    await expect(trial.look({ takes_remarks: false })).rejects.toMatchObject({ type: 'NothingNew' });
  });

  it('tells of remarks, and of its end', async () => {
    const trial = delivery();
    trial.say(remark);
    expect(await trial.look()).toEqual({
      status: 'open',
      remarks: [{ id: 'line:1', author: 'ada', text: 'rename it' }],
    });
    trial.put({ status: 'merged' });
    expect(await trial.look()).toEqual({ status: 'merged', remarks: [] });
  });

  it('fails for good where the task has none', async () => {
    const trial = delivery({ get: () => refused('404') });
    await expect(trial.look({ state: BEGUN })).rejects.toMatchObject({ nonRetryable: true });
  });
});

describe('the pull request of a task that ends without success', () => {
  const error = { phase: 'DELIVERY', type: 'ForgeError', message: 'key hunter2-4711', retry_count: 0 };

  it('is closed when the task was given up, with a word why, once', async () => {
    const trial = delivery();
    trial.put({});
    const state = { status: 'discarded', error, pull_request: OPEN_PULL_REQUEST } as const;
    await trial.withdraw(state);
    expect(trial.pull()?.status).toBe('closed');
    expect(trial.comments).toEqual([expect.stringContaining('The task ended: discarded.')]);
    expect(trial.comments[0]).not.toContain('hunter2');
    await trial.withdraw(state);
    expect(trial.comments).toHaveLength(1);
  });

  it('stays open when it failed; and is looked for where it is not known', async () => {
    const trial = delivery();
    await trial.withdraw({ status: 'failed', error });
    expect(trial.comments).toEqual([]);
    trial.put({});
    await trial.withdraw({ status: 'failed', error });
    expect(trial.pull()?.status).toBe('open');
    expect(trial.comments).toHaveLength(1);
  });
});
