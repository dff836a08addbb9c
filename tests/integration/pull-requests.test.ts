import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execa } from 'execa';
import { type Gitea, type GiteaUser, startGitea } from '../support/gitea.ts';
import { eventually } from '../support/eventually.ts';
import { ended } from '../support/task-answer.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

interface Pull {
  readonly number: number;
  readonly state: string;
  readonly mergeable: boolean;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
  readonly labels: readonly { readonly name: string }[];
  readonly requested_reviewers: readonly { readonly login: string }[] | null;
  readonly head: { readonly sha: string; readonly ref: string };
}

describe('a change that is handed over by a pull request, at a real Gitea', () => {
  let gitea: Gitea;
  let world: World;
  let chimera: Chimera;
  let [bot, ada, stranger]: GiteaUser[] = [];

  beforeAll(async () => {
    gitea = await startGitea();
    bot = await gitea.addUser('robot');
    ada = await gitea.addUser('ada');
    stranger = await gitea.addUser('stranger');
    await gitea.ask(bot, 'POST', '/user/repos', { name: 'shop', default_branch: 'main' });
    await gitea.ask(bot, 'PUT', '/repos/robot/shop/collaborators/ada', { permission: 'write' });
    const repository = gitea.cloneUrl(bot, 'robot/shop');
    world = await createWorld({
      project: {
        repository,
        deliver: {
          kind: 'pull_request',
          forge: 'gitea',
          url: `${gitea.url}/robot/shop`,
          token: 'FORGE_TOKEN',
          labels: ['by-chimera'],
          reviewers: ['ada', 'nobody-of-that-name'],
          poll_s: 1,
          chimera_url: 'https://chimera.example.test',
        },
        rework: { pull_request_rounds: 1 },
      },
      environment: { FORGE_TOKEN: bot.token },
    });
    await execa('git', ['-C', world.origin, 'push', '--quiet', repository, 'HEAD:refs/heads/main']);
    chimera = await world.start('--workers', '1');
  }, 240_000);
  afterAll(async () => {
    await world.close();
    await gitea.stop();
  });

  const user = (who: GiteaUser | undefined): GiteaUser => {
    if (who === undefined) throw new Error('There is no such user.');
    return who;
  };
  const pull = (number: number): Promise<Pull> => gitea.ask(user(bot), 'GET', `/repos/robot/shop/pulls/${number}`);
  const comments = async (number: number): Promise<readonly string[]> => {
    const path = `/repos/robot/shop/issues/${number}/comments`;
    return (await gitea.ask<{ body: string }[]>(user(bot), 'GET', path)).map(({ body }) => body);
  };
  const open = async (key: string): Promise<{ readonly taskId: string; readonly number: number }> => {
    const taskId = await world.submit(chimera, key);
    const waiting = await world.until(
      chimera,
      taskId,
      (task) => task.waiting_for?.kind === 'pull_request' || ended(task),
    );
    expect(waiting).toMatchObject({ status: 'running', phase: 'DELIVERY', error: null });
    return { taskId, number: waiting.pull_request?.number ?? 0 };
  };

  it('is closed when its task is given up, and fails its task when a person closes it', async () => {
    const { taskId, number } = await open('given-up');
    await world.cancel(chimera, taskId);
    await world.until(chimera, taskId, ended);
    await expect.poll(async () => (await pull(number)).state, { timeout: 30_000 }).toBe('closed');
    expect((await comments(number)).join('\n')).toContain('not needed any more');

    const other = await open('refused');
    await gitea.ask(user(ada), 'PATCH', `/repos/robot/shop/pulls/${other.number}`, { state: 'closed' });
    const end = await world.until(chimera, other.taskId, ended);
    expect(end).toMatchObject({ status: 'failed', error: { phase: 'DELIVERY' }, pull_request: { status: 'closed' } });
  }, 240_000);

  it('that its forge refuses parks its task; that goes on there when requeued, and closes it when discarded', async () => {
    const { taskId, number } = await open('moved');
    const other = await open('dropped');
    const parked = (): Promise<unknown> =>
      Promise.all(
        [taskId, other.taskId].map((id) => world.until(chimera, id, ({ status }) => status === 'dead_lettered')),
      );
    const decide = async (id: string, decision: 'requeue' | 'discard'): Promise<void> => {
      const url = `${chimera.apiUrl}/api/dlq/${id}-1/${decision}`;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"reason":"as the test wants it"}',
      });
      expect([decision, answer.ok, await answer.text()]).toEqual([decision, true, expect.any(String)]);
    };
    await gitea.ask(user(bot), 'PATCH', '/repos/robot/shop', { name: 'elsewhere' });
    await parked();
    const [first] = await Promise.all([world.task(chimera, taskId), world.task(chimera, other.taskId)]);
    expect(first.error).toMatchObject({ phase: 'DELIVERY', type: 'ForgeError' });
    await gitea.ask(user(bot), 'PATCH', '/repos/robot/elsewhere', { name: 'shop' });
    await decide(taskId, 'requeue');
    await decide(other.taskId, 'discard');
    await world.until(chimera, taskId, (task) => task.waiting_for?.kind === 'pull_request');
    expect((await pull(number)).state).toBe('open');
    await expect.poll(async () => (await pull(other.number)).state, { timeout: 30_000 }).toBe('closed');
    await world.cancel(chimera, taskId);
    await world.until(chimera, taskId, ended);
  }, 240_000);

  it('is opened with its evidence, updated after a remark, and completes when it is merged', async () => {
    const { taskId, number } = await open('paid');
    const first = await pull(number);
    expect(first).toMatchObject({
      state: 'open',
      title: 'Show the feature of paid',
      head: { ref: `chimera/${taskId}` },
    });
    expect(first.labels.map(({ name }) => name)).toEqual(['by-chimera']);
    expect(first.body).toContain('| `the feature is there` | 🔴 `not there yet` | 🟢 passed');
    expect(first.body).toContain(`https://chimera.example.test/api/tasks/${taskId}`);

    // Nobody works on what somebody says who may not write, nor on what is not said to Chimera.
    await gitea.ask(user(stranger), 'POST', `/repos/robot/shop/issues/${number}/comments`, {
      body: '/chimera do evil',
    });
    await gitea.ask(user(ada), 'POST', `/repos/robot/shop/issues/${number}/comments`, { body: 'Looks nice.' });
    await gitea.ask(user(ada), 'POST', `/repos/robot/shop/pulls/${number}/reviews`, {
      event: 'REQUEST_CHANGES',
      body: 'It needs a word of thanks.',
      comments: [{ path: `features/${taskId}`, new_position: 1, body: 'say it here' }],
    });
    await world.until(chimera, taskId, (task) => (task.rework.pull_request ?? 0) === 1);
    const again = await world.until(
      chimera,
      taskId,
      (task) => task.waiting_for?.kind === 'pull_request' || ended(task),
    );
    expect(again).toMatchObject({ status: 'running', round: 2, rework: { pull_request: 1 } });
    const second = await pull(number);
    expect(second.head.sha).not.toBe(first.head.sha);
    expect(again.pull_request?.commit_sha).toBe(second.head.sha);
    const change = await execa('git', ['ls-remote', gitea.cloneUrl(user(bot), 'robot/shop'), `chimera/${taskId}`]);
    expect(change.stdout).toContain(second.head.sha);
    const content = await gitea.ask<{ content: string }>(
      user(bot),
      'GET',
      `/repos/robot/shop/contents/features/${taskId}?ref=${second.head.sha}`,
    );
    const told = Buffer.from(content.content, 'base64').toString();
    for (const part of ['It needs a word of thanks.', 'say it here']) expect(told).toContain(part);
    for (const part of ['evil', 'Looks nice']) expect(told).not.toContain(part);
    const said = await comments(number);
    expect(said.filter((text) => text.includes('Round 2 was worked for 2 remarks on it'))).toHaveLength(1);

    // Right after a push Gitea has yet to find out whether the branch can be merged.
    await eventually('the branch can be merged', async () => ((await pull(number)).mergeable ? true : undefined));
    await gitea.ask(user(bot), 'POST', `/repos/robot/shop/pulls/${number}/merge`, { Do: 'merge' });
    const end = await world.until(chimera, taskId, ended);
    expect(end).toMatchObject({ status: 'completed', error: null, pull_request: { number, status: 'merged' } });
    expect(end.pull_request?.problems).toEqual([expect.stringContaining('nobody-of-that-name')]);
  }, 240_000);
});
