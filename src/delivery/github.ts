import { z } from 'zod';
import type { Forge } from './forge.ts';
import { allPages, type AskForge } from './forge-request.ts';
import { lineRemarkSchema, pullSchema, repositoryForge } from './repository-api.ts';

const PAGE = 100;

/** A repository at GitHub. */
export function githubForge(ask: AskForge, repository: string): Forge {
  return repositoryForge(ask, repository, {
    page: { name: 'per_page', size: PAGE },
    requestsChanges: 'CHANGES_REQUESTED',
    async find({ path, owner }, head, base) {
      const query = { head: `${owner}:${head}`, base, state: 'all', sort: 'created', direction: 'desc', per_page: 1 };
      const [found] = await ask({ path: `${path}/pulls`, query, answer: z.array(pullSchema) });
      return found;
    },
    draft: (title) => ({ title, draft: true }),
    lineRemarks: ({ path }, number) =>
      allPages(PAGE, (page) =>
        ask({
          path: `${path}/pulls/${number}/comments`,
          query: { per_page: PAGE, page },
          answer: z.array(lineRemarkSchema),
        }),
      ),
    // Its API takes no pictures.
    attach: () => Promise.resolve(undefined),
  });
}
