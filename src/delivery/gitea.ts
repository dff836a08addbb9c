import { z } from 'zod';
import type { Forge } from './forge.ts';
import { ANYTHING, type AskForge, ifThere } from './forge-request.ts';
import { lineRemarkSchema, pullSchema, repositoryForge } from './repository-api.ts';

/** Of labels that are made. */
const COLOUR = '#5b8def';

const named = z.object({ name: z.string() });
const attachmentSchema = z.object({ name: z.string(), browser_download_url: z.string() });

/** What a remark on a line is here: its line is called a position. Of a resolved one nothing is wanted any more. */
const remarkSchema = lineRemarkSchema.extend({ position: z.int().nullish(), resolver: z.unknown() });

/** A repository at a Gitea or a Forgejo. */
export function giteaForge(ask: AskForge, repository: string): Forge {
  return repositoryForge(ask, repository, {
    page: { name: 'limit', size: 50 },
    requestsChanges: 'REQUEST_CHANGES',
    find: ({ path }, head, base) =>
      ifThere(
        ask({ path: `${path}/pulls/${encodeURIComponent(base)}/${encodeURIComponent(head)}`, answer: pullSchema }),
      ),
    draft: (title) => ({ title: `WIP: ${title}` }),
    async makeLabels({ path, list }, labels) {
      const known = new Set((await list('/labels', named)).map(({ name }) => name));
      for (const name of labels.filter((label) => !known.has(label))) {
        await ask({ method: 'POST', path: `${path}/labels`, json: { name, color: COLOUR }, answer: ANYTHING });
      }
    },
    async lineRemarks({ path }, number, reviews) {
      const below = `${path}/pulls/${number}/reviews`;
      const shown = reviews.filter(({ state }) => state !== 'PENDING' && state !== 'REQUEST_REVIEW');
      const remarks = await Promise.all(
        shown.map(({ id }) => ask({ path: `${below}/${id}/comments`, answer: z.array(remarkSchema).nullable() })),
      );
      return remarks
        .flatMap((of) => of ?? [])
        .filter(({ resolver }) => resolver === null || resolver === undefined)
        .map(({ position, ...remark }) => ({ ...remark, line: position }));
    },
    async attach({ path }, number, { name, media_type, bytes }) {
      const below = `${path}/issues/${number}/assets`;
      const there = await ask({ path: below, answer: z.array(attachmentSchema) });
      const found = there.find((attachment) => attachment.name === name);
      if (found !== undefined) return found.browser_download_url;
      const form = new FormData();
      form.set('attachment', new Blob([bytes], { type: media_type }), name);
      const answer = attachmentSchema;
      return (await ask({ method: 'POST', path: below, query: { name }, form, answer })).browser_download_url;
    },
  });
}
