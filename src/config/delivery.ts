import { z } from 'zod';
import type { PlacedProblem } from './schema-problems.ts';
import { variableName } from './variable-name.ts';

/** The kinds of forges: by which API pull requests are made. `gitea` is Forgejo's as well. */
export const FORGE_KINDS = ['github', 'gitlab', 'gitea'] as const;
export type ForgeKind = (typeof FORGE_KINDS)[number];

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });

const pullRequest = z.strictObject({
  kind: z.literal('pull_request'),
  /** Known of github.com, gitlab.com and codeberg.org. */
  forge: z.enum(FORGE_KINDS).optional(),
  /** The repository's page; the project's `repository` without it, where that is such a URL. */
  url: httpUrl.optional(),
  /** The variable of the worker that has the forge's token. */
  token: variableName('GITHUB_TOKEN'),
  labels: z.array(z.string().trim().min(1).max(50)).max(20).default([]),
  /** People by their names at the forge. */
  reviewers: z.array(z.string().trim().min(1).max(100)).max(20).default([]),
  draft: z.boolean().default(false),
  /** How often a pull request is looked at that its task waits for, in seconds. */
  poll_s: z.int().min(1).max(86_400).default(60),
  /** Where people reach Chimera's API; with it a pull request links to its task. */
  chimera_url: httpUrl.optional(),
});

/** How a project's changes are handed over. */
export const deliverySchema = z.discriminatedUnion(
  'kind',
  [z.strictObject({ kind: z.literal('branch') }), pullRequest],
  'must be { kind: branch } or { kind: pull_request, token: … }',
);
type Delivery = z.output<typeof deliverySchema>;
export type PullRequestDelivery = Extract<Delivery, { kind: 'pull_request' }>;

/** A repository at its forge. */
export interface ForgePlace {
  readonly kind: ForgeKind;
  /** Where the forge is, without a slash at the end. */
  readonly root: string;
  /** The repository's path there, such as `acme/shop`. */
  readonly path: string;
}

interface Delivering {
  readonly repository: string;
  readonly deliver: Delivery;
}

const KNOWN: Readonly<Record<string, ForgeKind>> = {
  'github.com': 'github',
  'gitlab.com': 'gitlab',
  'codeberg.org': 'gitea',
};

/** The repository of a page or a clone URL at a forge; undefined when the URL does not lead to one. */
function repositoryAt(text: string, forge: ForgeKind | undefined): ForgePlace | undefined {
  const url = URL.parse(text);
  const kind = forge ?? KNOWN[url?.hostname ?? ''];
  if (url === null || kind === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  const parts = url.pathname
    .replace(/\.git$/, '')
    .split('/')
    .filter((part) => part !== '');
  if (parts.length < 2) return undefined;
  // Groups may be nested at GitLab, so all of the path is the repository's; elsewhere what precedes its last two parts is the forge's.
  const own = kind === 'gitlab' ? parts : parts.slice(-2);
  const root = [url.origin, ...parts.slice(0, parts.length - own.length)].join('/');
  return { kind, root, path: own.join('/') };
}

/** Where a project's pull requests are made; undefined of a project that makes none. */
export function forgePlaceOf({ repository, deliver }: Delivering): ForgePlace | undefined {
  return deliver.kind === 'branch' ? undefined : repositoryAt(deliver.url ?? repository, deliver.forge);
}

/** What is wrong with a delivery whose form is right. Paths begin at the project. */
export function deliveryProblems(project: Delivering): readonly PlacedProblem[] {
  const { deliver } = project;
  if (deliver.kind === 'branch' || forgePlaceOf(project) !== undefined) return [];
  const isUnknown =
    deliver.forge === undefined && repositoryAt(deliver.url ?? project.repository, 'gitea') !== undefined;
  return isUnknown
    ? [
        {
          at: ['deliver', 'forge'],
          message: `is missing: it must be ${FORGE_KINDS.join(', ')}, for the URL does not say`,
        },
      ]
    : [
        {
          at: ['deliver', 'url'],
          message: 'must be the page of the repository, such as "https://github.com/acme/shop"',
        },
      ];
}
