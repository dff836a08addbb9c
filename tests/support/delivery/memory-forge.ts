import type { WrittenRemark } from '../../../src/domain/delivery/pull-request.ts';
import { projectSchema } from '../../../src/config/project.ts';
import type { Forge, FoundPullRequest } from '../../../src/delivery/forge.ts';
import type { Forges } from '../../../src/delivery/forges.ts';

/** A forge that lives in a test: what is there, and what was done to it, in order. */
export interface MemoryForge {
  readonly forges: Forges;
  readonly done: readonly string[];
  readonly comments: readonly string[];
  pull(): FoundPullRequest | undefined;
  /** Puts a pull request there. */
  put(pull: Partial<FoundPullRequest>): void;
  say(...remarks: readonly WrittenRemark[]): void;
}

/** What of a forge is otherwise in a test; `deliver` are settings over those of the project. */
export interface MemoryForgeTraits extends Partial<Forge> {
  readonly deliver?: Readonly<Record<string, unknown>>;
  readonly base?: string;
}

/** A forge whose branches are at `c2`. */
export function memoryForge({ deliver = {}, base, ...otherwise }: MemoryForgeTraits = {}): MemoryForge {
  const done: string[] = [];
  const comments: string[] = [];
  const remarks: WrittenRemark[] = [];
  let pull: FoundPullRequest | undefined;
  const put = (change: Partial<FoundPullRequest>): FoundPullRequest => {
    pull = { number: 7, url: 'http://forge/7', status: 'open', body: '', ...pull, ...change };
    return pull;
  };
  const note = (what: string): Promise<void> => Promise.resolve(void done.push(what));
  const forge: Forge = {
    defaultBranch: () => Promise.resolve('main'),
    tipOf: () => Promise.resolve('c2'),
    find: (head, into) => note(`find ${head} into ${into}`).then(() => pull),
    get: () => Promise.resolve(put({})),
    open: ({ title, base: into, draft }) =>
      note(`open ${draft ? 'a draft of ' : ''}${title} into ${into}`).then(() => put({ status: 'open', body: '' })),
    change: async (_number, { body, status }) => {
      await note(`change ${body === undefined ? '' : 'its body'}${status ?? ''}`);
      put({ ...(body === undefined ? {} : { body }), ...(status === undefined ? {} : { status }) });
    },
    label: (_number, labels) => note(`label ${labels.join(', ')}`),
    askForReview: (_number, people) => note(`ask ${people.join(', ')}`),
    attach: (_number, { name }) => note(`attach ${name}`).then(() => `http://forge/${name}`),
    comments: () => Promise.resolve(comments.map((text) => ({ text }))),
    comment: (_number, text) => note('comment').then(() => void comments.push(text)),
    remarks: () => Promise.resolve(remarks),
    approve: (commit) => note(`approve ${commit}`),
    ...otherwise,
  };
  const settings = projectSchema.shape.deliver.parse({
    kind: 'pull_request',
    url: 'http://forge/acme/shop',
    forge: 'gitea',
    token: 'FORGE_TOKEN',
    ...deliver,
  });
  if (settings.kind === 'branch') throw new Error('It makes pull requests.');
  return {
    forges: { of: () => ({ forge, settings, base }) },
    done,
    comments,
    pull: () => pull,
    put,
    say: (...more) => void remarks.push(...more),
  };
}
