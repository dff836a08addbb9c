import { z } from 'zod';
import type { Forge } from './forge.ts';
import type { AskForge } from './forge-request.ts';
import { lineRemarkSchema, pullSchema, repositoryForge } from './repository-api.ts';

/** A repository at GitHub. */
export function githubForge(ask: AskForge, repository: string): Forge {
  return repositoryForge(ask, repository, {
    page: { name: 'per_page', size: 100 },
    requestsChanges: 'CHANGES_REQUESTED',
    async find({ path, owner }, head, base) {
      const query = { head: `${owner}:${head}`, base, state: 'all', sort: 'created', direction: 'desc', per_page: 1 };
      const [found] = await ask({ path: `${path}/pulls`, query, answer: z.array(pullSchema) });
      return found;
    },
    draft: (title) => ({ title, draft: true }),
    lineRemarks: ({ list }, number) => list(`/pulls/${number}/comments`, lineRemarkSchema),
    // Its API takes no pictures.
    attach: () => Promise.resolve(undefined),
  });
}
