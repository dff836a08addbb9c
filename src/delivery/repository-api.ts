import { z } from 'zod';
import type { WrittenRemark } from '../domain/delivery/pull-request.ts';
import type { Forge, FoundPullRequest, Picture } from './forge.ts';
import { allPages, ANYTHING, askedOnce, type AskForge, ifThere } from './forge-request.ts';

/** In what GitHub and Gitea differ, whose APIs are alike below `/repos/<owner>/<name>`. */
export interface Dialect {
  /** The name of the query parameter by which the size of a page is asked for, and the size. */
  readonly page: { readonly name: string; readonly size: number };
  /** The state of a review that asks for changes. */
  readonly requestsChanges: string;
  find(repository: RepositoryApi, head: string, base: string): Promise<FoundPullRequest | undefined>;
  /** The body's part that makes a new pull request a draft. */
  draft(title: string): { readonly title: string; readonly draft?: boolean };
  /** Has the labels made that the repository does not have. */
  makeLabels?(repository: RepositoryApi, labels: readonly string[]): Promise<void>;
  lineRemarks(
    repository: RepositoryApi,
    number: number,
    reviews: readonly WrittenReview[],
  ): Promise<readonly LineRemark[]>;
  attach(repository: RepositoryApi, number: number, picture: Picture): Promise<string | undefined>;
}

/** A repository's part of the API. */
export interface RepositoryApi {
  readonly ask: AskForge;
  /** `/repos/<owner>/<name>`, encoded. */
  readonly path: string;
  readonly owner: string;
  /** All entries of a list, by its path below that of the repository. */
  list<T>(below: string, answer: z.ZodType<T>): Promise<readonly T[]>;
}

const user = z.object({ login: z.string() });

/** A pull request in an answer. */
export const pullSchema = z
  .object({
    number: z.int(),
    html_url: z.string(),
    state: z.enum(['open', 'closed']),
    merged: z.boolean().nullish(),
    merged_at: z.string().nullish(),
    body: z.string().nullish(),
  })
  .transform(({ number, html_url, state, merged, merged_at, body }): FoundPullRequest => {
    const isMerged = merged === true || typeof merged_at === 'string';
    return { number, url: html_url, status: isMerged ? 'merged' : state, body: body ?? '' };
  });

const reviewSchema = z.object({
  id: z.int(),
  state: z.string(),
  body: z.string().nullish(),
  user: user.nullish(),
  submitted_at: z.string().nullish(),
});
export type WrittenReview = z.output<typeof reviewSchema>;

/** A remark on a line in an answer. */
export const lineRemarkSchema = z.object({
  id: z.int(),
  body: z.string().nullish(),
  user: user.nullish(),
  path: z.string().nullish(),
  line: z.int().nullish(),
  created_at: z.string().nullish(),
});
export type LineRemark = z.output<typeof lineRemarkSchema>;

const commentSchema = z.object({
  id: z.int(),
  body: z.string().nullish(),
  user: user.nullish(),
  created_at: z.string().nullish(),
});
const permissionSchema = z.object({ permission: z.string() });
const WRITES = new Set(['admin', 'owner', 'write', 'maintain']);

/** A repository of a forge with an API like GitHub's. */
export function repositoryForge(ask: AskForge, repository: string, dialect: Dialect): Forge {
  const path = `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`;
  const { page } = dialect;
  const list = <T>(below: string, answer: z.ZodType<T>): Promise<readonly T[]> =>
    allPages(page.size, (number) =>
      ask({ path: `${path}${below}`, query: { [page.name]: page.size, page: number }, answer: z.array(answer) }),
    );
  const api: RepositoryApi = { ask, path, owner: repository.split('/')[0] ?? '', list };
  const mayWrite = async (login: string): Promise<boolean> => {
    const answer = permissionSchema;
    const asked = ask({ path: `${path}/collaborators/${encodeURIComponent(login)}/permission`, answer });
    return WRITES.has((await ifThere(asked))?.permission ?? 'none');
  };
  const change = (number: number, json: unknown): Promise<unknown> =>
    ask({ method: 'PATCH', path: `${path}/pulls/${number}`, json, answer: ANYTHING });

  return {
    defaultBranch: async () => (await ask({ path, answer: z.object({ default_branch: z.string() }) })).default_branch,
    async tipOf(branch) {
      const answer = z.object({ commit: z.object({ id: z.string().optional(), sha: z.string().optional() }) });
      const found = await ifThere(ask({ path: `${path}/branches/${encodeURIComponent(branch)}`, answer }));
      return found?.commit.sha ?? found?.commit.id;
    },
    find: (head, base) => dialect.find(api, head, base),
    get: (number) => ask({ path: `${path}/pulls/${number}`, answer: pullSchema }),
    open: ({ title, draft, ...rest }) =>
      ask({
        method: 'POST',
        path: `${path}/pulls`,
        json: { ...rest, ...(draft ? dialect.draft(title) : { title }) },
        answer: pullSchema,
      }),
    async change(number, { body, status }) {
      await change(number, {
        ...(body === undefined ? {} : { body }),
        ...(status === undefined ? {} : { state: status }),
      });
    },
    async label(number, labels) {
      await dialect.makeLabels?.(api, labels);
      await ask({ method: 'POST', path: `${path}/issues/${number}/labels`, json: { labels }, answer: ANYTHING });
    },
    async askForReview(number, reviewers) {
      const asked = `${path}/pulls/${number}/requested_reviewers`;
      await ask({ method: 'POST', path: asked, json: { reviewers }, answer: ANYTHING });
    },
    attach: (number, picture) => dialect.attach(api, number, picture),
    comments: async (number) =>
      (await list(`/issues/${number}/comments`, commentSchema)).map(({ body }) => ({ text: body ?? '' })),
    async comment(number, text) {
      await ask({ method: 'POST', path: `${path}/issues/${number}/comments`, json: { body: text }, answer: ANYTHING });
    },
    async remarks(number) {
      const reviews = await list(`/pulls/${number}/reviews`, reviewSchema);
      const lines = await dialect.lineRemarks(api, number, reviews);
      const comments = await list(`/issues/${number}/comments`, commentSchema);
      const written = [
        ...reviews
          .filter(({ state }) => state === dialect.requestsChanges)
          .map((review) => draftOf('request', review, review.submitted_at)),
        ...lines.map((line) => ({
          ...draftOf('line', line, line.created_at),
          ...(typeof line.path === 'string' ? { file: line.path } : {}),
          ...(typeof line.line === 'number' && line.line > 0 ? { line: line.line } : {}),
        })),
        ...comments.map((comment) => draftOf('comment', comment, comment.created_at)),
      ];
      const may = await askedOnce(
        written.map(({ author }) => author),
        mayWrite,
      );
      return written
        .toSorted((a, b) => a.at.localeCompare(b.at))
        .map(({ at: _, ...remark }): WrittenRemark => ({ ...remark, mayWrite: may.get(remark.author) ?? false }));
    },
    async approve(commit, { description, url }) {
      const json = {
        state: 'success',
        context: 'chimera',
        description,
        ...(url === undefined ? {} : { target_url: url }),
      };
      await ask({ method: 'POST', path: `${path}/statuses/${commit}`, json, answer: ANYTHING });
    },
  };
}

function draftOf(
  kind: WrittenRemark['kind'],
  { id, body, user: author }: Pick<LineRemark, 'id' | 'body' | 'user'>,
  at: string | null | undefined,
): Omit<WrittenRemark, 'mayWrite'> & { readonly at: string } {
  return { id: `${kind}:${id}`, kind, author: author?.login ?? '', text: body ?? '', at: at ?? '' };
}
