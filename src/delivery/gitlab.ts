import { z } from 'zod';
import type { WrittenRemark } from '../domain/delivery/pull-request.ts';
import type { Forge, FoundPullRequest } from './forge.ts';
import { allPages, ANYTHING, askedOnce, type AskForge, ifThere } from './forge-request.ts';

const PAGE = 100;

/** Developers and those above them may write. */
const LEAST_THAT_WRITES = 30;

const mergeSchema = z
  .object({
    iid: z.int(),
    web_url: z.string(),
    state: z.enum(['opened', 'closed', 'locked', 'merged']),
    description: z.string().nullish(),
  })
  .transform(({ iid, web_url, state, description }): FoundPullRequest => {
    const status = state === 'opened' ? 'open' : state === 'merged' ? 'merged' : 'closed';
    return { number: iid, url: web_url, status, body: description ?? '' };
  });

const person = z.object({ id: z.int(), username: z.string() });

const noteSchema = z.object({
  id: z.int(),
  type: z.string().nullish(),
  body: z.string().nullish(),
  author: person,
  system: z.boolean().nullish(),
  resolved: z.boolean().nullish(),
  position: z.object({ new_path: z.string().nullish(), new_line: z.int().nullish() }).nullish(),
});
type Note = z.output<typeof noteSchema>;

/** A project at a GitLab; its pull requests are called merge requests there. */
export function gitlabForge(ask: AskForge, repository: string): Forge {
  const path = `/projects/${encodeURIComponent(repository)}`;
  const notes = (number: number): Promise<readonly Note[]> =>
    allPages(PAGE, (page) =>
      ask({
        path: `${path}/merge_requests/${number}/notes`,
        query: { sort: 'asc', order_by: 'created_at', per_page: PAGE, page },
        answer: z.array(noteSchema),
      }),
    );
  const mayWrite = async (id: number): Promise<boolean> => {
    const answer = z.object({ access_level: z.int() });
    return (
      ((await ifThere(ask({ path: `${path}/members/all/${id}`, answer })))?.access_level ?? 0) >= LEAST_THAT_WRITES
    );
  };
  const change = async (number: number, json: unknown): Promise<void> => {
    await ask({ method: 'PUT', path: `${path}/merge_requests/${number}`, json, answer: ANYTHING });
  };

  return {
    defaultBranch: async () => (await ask({ path, answer: z.object({ default_branch: z.string() }) })).default_branch,
    async tipOf(branch) {
      const answer = z.object({ commit: z.object({ id: z.string() }) });
      return (await ifThere(ask({ path: `${path}/repository/branches/${encodeURIComponent(branch)}`, answer })))?.commit
        .id;
    },
    async find(head, base) {
      const order = { state: 'all', order_by: 'created_at', sort: 'desc', per_page: 1 };
      const query = { source_branch: head, target_branch: base, ...order };
      return (await ask({ path: `${path}/merge_requests`, query, answer: z.array(mergeSchema) }))[0];
    },
    get: (number) => ask({ path: `${path}/merge_requests/${number}`, answer: mergeSchema }),
    open: ({ head, base, title, body, draft }) =>
      ask({
        method: 'POST',
        path: `${path}/merge_requests`,
        json: {
          source_branch: head,
          target_branch: base,
          title: draft ? `Draft: ${title}` : title,
          description: body,
        },
        answer: mergeSchema,
      }),
    async change(number, { body, status }) {
      const event = status === undefined ? {} : { state_event: status === 'open' ? 'reopen' : 'close' };
      await change(number, { ...(body === undefined ? {} : { description: body }), ...event });
    },
    label: (number, labels) => change(number, { add_labels: labels.join(',') }),
    async askForReview(number, people) {
      const found = await Promise.all(
        people.map((username) => ask({ path: '/users', query: { username }, answer: z.array(person) })),
      );
      await change(number, { reviewer_ids: found.flat().map(({ id }) => id) });
    },
    async attach(_number, { name, media_type, bytes }) {
      const form = new FormData();
      form.set('file', new Blob([bytes], { type: media_type }), name);
      return (await ask({ method: 'POST', path: `${path}/uploads`, form, answer: z.object({ url: z.string() }) })).url;
    },
    comments: async (number) => (await notes(number)).map(({ body }) => ({ text: body ?? '' })),
    async comment(number, text) {
      await ask({
        method: 'POST',
        path: `${path}/merge_requests/${number}/notes`,
        json: { body: text },
        answer: ANYTHING,
      });
    },
    async remarks(number) {
      const written = (await notes(number)).filter(({ system, resolved }) => system !== true && resolved !== true);
      const may = await askedOnce(
        written.map(({ author }) => author.id),
        mayWrite,
      );
      return written.map((note) => remarkOf(note, may.get(note.author.id) ?? false));
    },
    async approve(commit, { description, url }) {
      const json = {
        state: 'success',
        name: 'chimera',
        description,
        ...(url === undefined ? {} : { target_url: url }),
      };
      await ask({ method: 'POST', path: `${path}/statuses/${commit}`, json, answer: ANYTHING });
    },
  };
}

function remarkOf({ id, type, body, author, position }: Note, mayWrite: boolean): WrittenRemark {
  const file = position?.new_path;
  const line = position?.new_line;
  return {
    id: `note:${id}`,
    kind: type === 'DiffNote' ? 'line' : 'comment',
    author: author.username,
    text: body ?? '',
    ...(typeof file === 'string' ? { file } : {}),
    ...(typeof line === 'number' && line > 0 ? { line } : {}),
    mayWrite,
  };
}
