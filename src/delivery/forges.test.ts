import { afterEach, describe, expect, it } from 'vitest';
import { projectSchema } from '../config/project.ts';
import {
  type ForgeAnswer,
  type ForgeRequest,
  type ForgeServer,
  startForgeServer,
} from '../../tests/support/delivery/forge-server.ts';
import type { ForgeKind } from '../config/delivery.ts';
import { type Forge, ForgeError } from './forge.ts';
import { createForges } from './forges.ts';

let server: ForgeServer | undefined;
afterEach(() => server?.close());

function projectAt(url: string, forge: ForgeKind) {
  const deliver = { kind: 'pull_request', url, forge, token: 'FORGE_TOKEN' };
  return { ...projectSchema.parse({ name: 'shop', repository: '/srv/shop', deliver }), agents: {} };
}

/** A forge whose API answers by these; what it was asked is in `asked`, as method, path and body. */
async function forgeWith(
  kind: ForgeKind,
  answers: Readonly<Record<string, ForgeAnswer | ((request: ForgeRequest) => ForgeAnswer)>>,
): Promise<{ readonly forge: Forge; readonly asked: () => readonly unknown[]; readonly server: ForgeServer }> {
  const running = await startForgeServer((request) => {
    const found = answers[`${request.method} ${request.path}`];
    return typeof found === 'function' ? found(request) : found;
  });
  server = running;
  const { forge } = createForges([projectAt(`${running.url}/acme/shop`, kind)], { FORGE_TOKEN: 's3cret' }).of('shop');
  return {
    forge,
    server: running,
    asked: () => running.requests.map(({ method, path, body }) => [method, path, body]),
  };
}

const REPO = '/api/v3/repos/acme/shop';
const pull = { number: 7, html_url: 'http://forge/7', state: 'open', merged_at: null, body: null };
const opened = { head: 'chimera/x', base: 'main', title: 'Pay', body: 'b', draft: false };

describe('GitHub, by its documented API', () => {
  it('is asked with the token, in the version that is meant', async () => {
    const { forge, server } = await forgeWith('github', { [`GET ${REPO}`]: { body: { default_branch: 'trunk' } } });
    expect(await forge.defaultBranch()).toBe('trunk');
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer s3cret',
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    });
  });

  it('finds a branch and the newest pull request from it', async () => {
    const { forge, server } = await forgeWith('github', {
      [`GET ${REPO}/branches/chimera%2Fx`]: { body: { commit: { sha: 'c2' } } },
      [`GET ${REPO}/pulls`]: { body: [{ ...pull, state: 'closed', merged_at: '2026-01-01T00:00:00Z' }] },
      [`GET ${REPO}/pulls/7`]: { body: { ...pull, merged: false, body: 'hello' } },
    });
    expect([await forge.tipOf('chimera/x'), await forge.tipOf('away')]).toEqual(['c2', undefined]);
    expect(await forge.find('chimera/x', 'main')).toEqual({
      number: 7,
      url: 'http://forge/7',
      status: 'merged',
      body: '',
    });
    expect(server.requests.at(-1)?.query).toMatchObject({ head: 'acme:chimera/x', base: 'main', state: 'all' });
    expect(await forge.get(7)).toMatchObject({ status: 'open', body: 'hello' });
  });

  it('opens, changes, labels, asks for review, comments and approves', async () => {
    const { forge, asked } = await forgeWith('github', {
      [`POST ${REPO}/pulls`]: { status: 201, body: pull },
      [`PATCH ${REPO}/pulls/7`]: { body: pull },
      [`POST ${REPO}/issues/7/labels`]: { body: [] },
      [`POST ${REPO}/pulls/7/requested_reviewers`]: { status: 201, body: pull },
      [`GET ${REPO}/issues/7/comments`]: { body: [{ id: 1, body: 'hello', user: { login: 'ada' } }] },
      [`POST ${REPO}/issues/7/comments`]: { status: 201, body: {} },
      [`POST ${REPO}/statuses/c2`]: { status: 201, body: {} },
    });
    expect(await forge.open(opened)).toMatchObject({ number: 7, status: 'open' });
    await forge.open({ ...opened, draft: true });
    await forge.change(7, { body: 'b2' });
    await forge.change(7, { status: 'closed' });
    await forge.label(7, ['bot']);
    await forge.askForReview(7, ['ada']);
    expect(await forge.comments(7)).toEqual([{ text: 'hello' }]);
    await forge.comment(7, 'done');
    await forge.approve('c2', { description: 'proven', url: 'http://c' });
    expect(asked()).toEqual([
      ['POST', `${REPO}/pulls`, { head: 'chimera/x', base: 'main', body: 'b', title: 'Pay' }],
      ['POST', `${REPO}/pulls`, { head: 'chimera/x', base: 'main', body: 'b', title: 'Pay', draft: true }],
      ['PATCH', `${REPO}/pulls/7`, { body: 'b2' }],
      ['PATCH', `${REPO}/pulls/7`, { state: 'closed' }],
      ['POST', `${REPO}/issues/7/labels`, { labels: ['bot'] }],
      ['POST', `${REPO}/pulls/7/requested_reviewers`, { reviewers: ['ada'] }],
      ['GET', `${REPO}/issues/7/comments`, ''],
      ['POST', `${REPO}/issues/7/comments`, { body: 'done' }],
      [
        'POST',
        `${REPO}/statuses/c2`,
        { state: 'success', context: 'chimera', description: 'proven', target_url: 'http://c' },
      ],
    ]);
    const picture = { name: 'p.png', media_type: 'image/png', bytes: new Uint8Array([1]) };
    expect(await forge.attach(7, picture)).toBeUndefined();
  });

  it('tells what was written, by whom, and who of them may write', async () => {
    const ada = { login: 'ada' };
    const { forge } = await forgeWith('github', {
      [`GET ${REPO}/pulls/7/reviews`]: {
        body: [
          { id: 1, state: 'CHANGES_REQUESTED', body: 'no', user: ada, submitted_at: '2026-01-01T00:00:02Z' },
          { id: 2, state: 'APPROVED', body: 'yes', user: ada, submitted_at: '2026-01-01T00:00:03Z' },
        ],
      },
      [`GET ${REPO}/pulls/7/comments`]: {
        body: [
          { id: 3, body: 'here', user: ada, path: 'a.mjs', line: 4, created_at: '2026-01-01T00:00:01Z' },
          { id: 4, body: 'gone', user: null, path: 'a.mjs', line: null, created_at: '2026-01-01T00:00:05Z' },
        ],
      },
      [`GET ${REPO}/issues/7/comments`]: {
        body: [{ id: 5, body: '/chimera x', user: { login: 'eve' }, created_at: '2026-01-01T00:00:04Z' }],
      },
      [`GET ${REPO}/collaborators/ada/permission`]: { body: { permission: 'write' } },
      [`GET ${REPO}/collaborators/eve/permission`]: { body: { permission: 'read' } },
    });
    expect(await forge.remarks(7)).toEqual([
      { id: 'line:3', kind: 'line', author: 'ada', text: 'here', file: 'a.mjs', line: 4, mayWrite: true },
      { id: 'request:1', kind: 'request', author: 'ada', text: 'no', mayWrite: true },
      { id: 'comment:5', kind: 'comment', author: 'eve', text: '/chimera x', mayWrite: false },
      { id: 'line:4', kind: 'line', author: '', text: 'gone', file: 'a.mjs', mayWrite: false },
    ]);
  });

  it('is read page by page', async () => {
    const { forge } = await forgeWith('github', {
      [`GET ${REPO}/issues/7/comments`]: ({ query }) => ({
        body: Array.from({ length: query['page'] === '1' ? 100 : 3 }, (_, id) => ({ id, body: query['page'] })),
      }),
    });
    const texts = (await forge.comments(7)).map(({ text }) => text);
    expect([texts.length, texts[0], texts.at(-1)]).toEqual([103, '1', '2']);
  });
});

describe('GitLab, by its documented API', () => {
  const PROJECT = '/api/v4/projects/acme%2Fshop';
  const merge = { iid: 7, web_url: 'http://forge/7', state: 'opened', description: 'hello' };

  it('finds, opens, changes, labels, asks for review, attaches, comments and approves', async () => {
    const { forge, asked, server } = await forgeWith('gitlab', {
      [`GET ${PROJECT}`]: { body: { default_branch: 'main' } },
      [`GET ${PROJECT}/repository/branches/chimera%2Fx`]: { body: { commit: { id: 'c2' } } },
      [`GET ${PROJECT}/merge_requests`]: { body: [{ ...merge, state: 'locked' }] },
      [`GET ${PROJECT}/merge_requests/7`]: { body: { ...merge, state: 'merged', description: null } },
      [`POST ${PROJECT}/merge_requests`]: { status: 201, body: merge },
      [`PUT ${PROJECT}/merge_requests/7`]: { body: merge },
      'GET /api/v4/users': { body: [{ id: 3, username: 'ada' }] },
      [`POST ${PROJECT}/uploads`]: { status: 201, body: { url: '/uploads/1/p.png' } },
      [`POST ${PROJECT}/merge_requests/7/notes`]: { status: 201, body: {} },
      [`POST ${PROJECT}/statuses/c2`]: { status: 201, body: {} },
    });
    expect([await forge.defaultBranch(), await forge.tipOf('chimera/x'), await forge.tipOf('away')]).toEqual([
      'main',
      'c2',
      undefined,
    ]);
    expect(server.requests[0]?.headers['private-token']).toBe('s3cret');
    expect(await forge.find('chimera/x', 'main')).toMatchObject({ number: 7, status: 'closed', body: 'hello' });
    expect(server.requests.at(-1)?.query).toMatchObject({ source_branch: 'chimera/x', target_branch: 'main' });
    expect(await forge.get(7)).toMatchObject({ status: 'merged', body: '' });
    const before = asked().length;
    await forge.open(opened);
    await forge.open({ ...opened, draft: true });
    await forge.change(7, { body: 'b2', status: 'open' });
    await forge.change(7, { status: 'closed' });
    await forge.label(7, ['bot', 'night']);
    await forge.askForReview(7, ['ada']);
    const picture = { name: 'p.png', media_type: 'image/png', bytes: new Uint8Array([1]) };
    expect(await forge.attach(7, picture)).toBe('/uploads/1/p.png');
    await forge.comment(7, 'done');
    await forge.approve('c2', { description: 'proven' });
    const branches = { source_branch: 'chimera/x', target_branch: 'main', description: 'b' };
    expect(asked().slice(before)).toEqual([
      ['POST', `${PROJECT}/merge_requests`, { ...branches, title: 'Pay' }],
      ['POST', `${PROJECT}/merge_requests`, { ...branches, title: 'Draft: Pay' }],
      ['PUT', `${PROJECT}/merge_requests/7`, { description: 'b2', state_event: 'reopen' }],
      ['PUT', `${PROJECT}/merge_requests/7`, { state_event: 'close' }],
      ['PUT', `${PROJECT}/merge_requests/7`, { add_labels: 'bot,night' }],
      ['GET', '/api/v4/users', ''],
      ['PUT', `${PROJECT}/merge_requests/7`, { reviewer_ids: [3] }],
      ['POST', `${PROJECT}/uploads`, expect.stringContaining('filename="p.png"')],
      ['POST', `${PROJECT}/merge_requests/7/notes`, { body: 'done' }],
      ['POST', `${PROJECT}/statuses/c2`, { state: 'success', name: 'chimera', description: 'proven' }],
    ]);
  });

  it('tells what was written that is not settled, and who may write', async () => {
    const [ada, eve] = [
      { id: 3, username: 'ada' },
      { id: 4, username: 'eve' },
    ];
    const position = { new_path: 'a.mjs', new_line: 4 };
    const { forge } = await forgeWith('gitlab', {
      [`GET ${PROJECT}/merge_requests/7/notes`]: {
        body: [
          { id: 1, type: 'DiffNote', body: 'here', author: ada, system: false, resolved: false, position },
          { id: 2, type: 'DiffNote', body: 'done', author: ada, system: false, resolved: true, position },
          { id: 3, type: null, body: 'ada changed a label', author: ada, system: true },
          { id: 4, type: null, body: '/chimera x', author: eve, system: false },
        ],
      },
      [`GET ${PROJECT}/members/all/3`]: { body: { access_level: 30 } },
      [`GET ${PROJECT}/members/all/4`]: { body: { access_level: 20 } },
    });
    expect(await forge.remarks(7)).toEqual([
      { id: 'note:1', kind: 'line', author: 'ada', text: 'here', file: 'a.mjs', line: 4, mayWrite: true },
      { id: 'note:4', kind: 'comment', author: 'eve', text: '/chimera x', mayWrite: false },
    ]);
    expect(await forge.comments(7)).toHaveLength(4);
  });
});

describe('a forge that does not do what it is asked', () => {
  const gitea = (answer: ForgeAnswer) => forgeWith('gitea', { 'GET /api/v1/repos/acme/shop': answer });

  it.each<[string, ForgeAnswer, string, boolean, number | undefined]>([
    [
      'does not know the token',
      { status: 401, body: { message: 'Bad credentials' } },
      '401 Bad credentials; the token in FORGE_TOKEN is not accepted',
      false,
      undefined,
    ],
    [
      'does not allow it',
      { status: 403, body: {} },
      '403; the token in FORGE_TOKEN does not allow it',
      false,
      undefined,
    ],
    [
      'is asked too often',
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'retry-after': '7' } },
      '403',
      true,
      7_000,
    ],
    ['asks to wait', { status: 429, headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT' } }, '429', true, 0],
    [
      'does not find it',
      { status: 404, body: { message: 'Not Found' } },
      'it is not there, or the token in FORGE_TOKEN does not show it',
      false,
      undefined,
    ],
    [
      'refuses it',
      { status: 422, body: { message: 'Invalid', errors: [{ field: 'head' }] } },
      '422 Invalid: [{"field":"head"}]',
      false,
      undefined,
    ],
    ['is broken', { status: 502, body: '<html>' }, '502', true, undefined],
    ['leads elsewhere', { status: 301, headers: { location: 'http://elsewhere/' } }, '301', false, undefined],
    ['is something else', { body: { hello: 'world' } }, 'is deliver.forge right?', false, undefined],
  ])('because it %s', async (_, answer, message, passes, retryAfterMs) => {
    const { forge, server } = await gitea(answer);
    const error: unknown = await forge.defaultBranch().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ForgeError);
    expect(error).toMatchObject({ passes, retryAfterMs, message: expect.stringContaining(message) as string });
    expect(String(error)).not.toContain('s3cret');
    // A token is not taken along to another place.
    expect(server.requests).toHaveLength(1);
  });

  it('because it is away', async () => {
    const { forge, server } = await gitea({});
    await server.close();
    await expect(forge.defaultBranch()).rejects.toMatchObject({ name: 'ForgeError', passes: true });
  });
});

describe('the forges of projects', () => {
  it('are those that pull requests are made at', () => {
    const branches = { ...projectSchema.parse({ name: 'blog', repository: '/srv/blog' }), agents: {} };
    const forges = createForges([branches, projectAt('https://github.com/acme/shop', 'github')], { FORGE_TOKEN: 'x' });
    expect(forges.of('shop').settings.token).toBe('FORGE_TOKEN');
    expect(() => forges.of('blog')).toThrow('The project “blog” has no forge');
  });

  it('need their tokens', () => {
    expect(() => createForges([projectAt('https://github.com/acme/shop', 'github')], {})).toThrow(
      'names FORGE_TOKEN, which is not set for this worker: give it a token of https://github.com',
    );
  });
});
