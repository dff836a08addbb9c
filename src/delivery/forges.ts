import { ConfigError, type ConfigProblem } from '../config/config-error.ts';
import { type ForgeKind, forgePlaceOf, type ForgePlace, type PullRequestDelivery } from '../config/delivery.ts';
import type { ProjectConfig } from '../config/project.ts';
import { type Forge, ForgeError } from './forge.ts';
import { type ForgeAccess, type AskForge, forgeAt } from './forge-request.ts';
import { giteaForge } from './gitea.ts';
import { githubForge } from './github.ts';
import { gitlabForge } from './gitlab.ts';

/** A project's forge, and how its pull requests are to be. */
export interface ProjectForge {
  readonly forge: Forge;
  readonly settings: PullRequestDelivery;
  /** The branch that they go into; the repository's own choice where none is named. */
  readonly base: string | undefined;
}

/** The forges of the projects. */
export interface Forges {
  /** @throws {ForgeError} when the project makes no pull requests (any more). */
  of(project: string): ProjectForge;
}

type Variables = Readonly<Record<string, string | undefined>>;

const BY_KIND: Readonly<
  Record<
    ForgeKind,
    {
      readonly api: (root: string) => string;
      readonly headers: (token: string) => ForgeAccess['headers'];
      readonly forge: (ask: AskForge, repository: string) => Forge;
    }
  >
> = {
  github: {
    api: (root) => (root === 'https://github.com' ? 'https://api.github.com' : `${root}/api/v3`),
    headers: (token) => ({
      Accept: 'application/vnd.github+json',
      Authorization: `Bearer ${token}`,
      'X-GitHub-Api-Version': '2022-11-28',
    }),
    forge: githubForge,
  },
  gitlab: {
    api: (root) => `${root}/api/v4`,
    headers: (token) => ({ 'PRIVATE-TOKEN': token }),
    forge: gitlabForge,
  },
  gitea: {
    api: (root) => `${root}/api/v1`,
    headers: (token) => ({ Authorization: `token ${token}` }),
    forge: giteaForge,
  },
};

/**
 * The forges of the projects that hand their changes over by pull requests.
 * @throws {ConfigError} that names every token that is missing.
 */
export function createForges(projects: readonly ProjectConfig[], env: Variables): Forges {
  const forges = new Map<string, ProjectForge>();
  const problems: ConfigProblem[] = [];
  for (const project of projects) {
    const { name, deliver, base_branch: base } = project;
    const place = forgePlaceOf(project);
    if (deliver.kind === 'branch' || place === undefined) continue;
    const token = env[deliver.token] ?? '';
    if (token === '') {
      const message = `names ${deliver.token}, which is not set for this worker: give it a token of ${place.root}`;
      problems.push({ path: `projects.${name}.deliver.token`, message });
    } else {
      forges.set(name, { forge: forgeOf(place, token, deliver.token), settings: deliver, base });
    }
  }
  if (problems.length > 0) throw new ConfigError('The delivery of changes', problems);
  return {
    of(project) {
      const found = forges.get(project);
      if (found !== undefined) return found;
      const message = `The project “${project}” has no forge to hand changes over at: see deliver in its configuration.`;
      throw new ForgeError(message, { passes: false });
    },
  };
}

function forgeOf({ kind, root, path }: ForgePlace, token: string, variable: string): Forge {
  const { api, headers, forge } = BY_KIND[kind];
  return forge(forgeAt({ api: api(root), headers: headers(token), variable }), path);
}
