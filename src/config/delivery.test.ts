import { describe, expect, it } from 'vitest';
import { deliveryProblems, deliverySchema, type ForgeKind, forgePlaceOf } from './delivery.ts';

const delivering = (repository: string, deliver: Readonly<Record<string, unknown>> = {}) => ({
  repository,
  deliver: deliverySchema.parse({ kind: 'pull_request', token: 'FORGE_TOKEN', ...deliver }),
});

describe('where pull requests are made', () => {
  it.each<[string, string | undefined, ForgeKind | undefined, ForgeKind, string, string]>([
    ['https://github.com/acme/shop.git', undefined, undefined, 'github', 'https://github.com', 'acme/shop'],
    ['https://robot:secret@gitlab.com/a/b/shop', undefined, undefined, 'gitlab', 'https://gitlab.com', 'a/b/shop'],
    ['/srv/shop.git', 'https://codeberg.org/acme/shop', undefined, 'gitea', 'https://codeberg.org', 'acme/shop'],
    ['git@host:acme/shop', 'http://host:3000/git/acme/shop/', 'gitea', 'gitea', 'http://host:3000/git', 'acme/shop'],
    ['x', 'https://code.acme.test/acme/shop', 'github', 'github', 'https://code.acme.test', 'acme/shop'],
  ])('of %s and %s', (repository, url, forge, kind, root, path) => {
    const project = delivering(repository, { ...(url === undefined ? {} : { url }), ...(forge && { forge }) });
    expect(forgePlaceOf(project)).toEqual({ kind, root, path });
    expect(deliveryProblems(project)).toEqual([]);
  });

  it('is nowhere for a project that hands over branches', () => {
    const project = { repository: '/srv/shop.git', deliver: deliverySchema.parse({ kind: 'branch' }) };
    expect(forgePlaceOf(project)).toBeUndefined();
    expect(deliveryProblems(project)).toEqual([]);
  });

  it.each([
    ['git@github.com:acme/shop.git', {}, ['deliver', 'url'], 'must be the page of the repository'],
    ['https://github.com/acme', {}, ['deliver', 'url'], 'must be the page of the repository'],
    ['https://code.acme.test/acme/shop', {}, ['deliver', 'forge'], 'it must be github, gitlab, gitea'],
  ])('has to be said of %s', (repository, deliver, at, message) => {
    expect(deliveryProblems(delivering(repository, deliver))).toEqual([
      { at, message: expect.stringContaining(message) as string },
    ]);
  });

  it.each([
    [{ kind: 'mail' }, 'must be { kind: branch }'],
    [{ kind: 'pull_request', token: 'ghp_abc-def' }, 'must be the name of an environment variable'],
    [{ kind: 'pull_request', token: 'T', url: 'ftp://x/y/z' }, 'must be an http:// or https:// URL'],
  ])('is not understood of %j', (deliver, message) => {
    const read = deliverySchema.safeParse(deliver);
    expect(read.error?.issues[0]?.message).toContain(message);
  });
});
