import { execa } from 'execa';
import { PHASE_PROFILES, PHASES } from '../../../src/domain/phase.ts';
import type { Ground } from '../ground/ground.ts';
import type { JournalEntry } from '../ground/journal.ts';
import type { Accounts } from './accounts.ts';

/** Visible effects that were made more than once, and calls that began when their phase was over. */
export interface Repetitions {
  readonly repeated: number;
  readonly inVain: readonly string[];
  readonly broken: readonly string[];
}

/** The third invariant: commits and deployments are there once a phase and round, and completed tasks have theirs. */
export async function findRepetitions(ground: Ground, accounts: Accounts): Promise<Repetitions> {
  const journal = await ground.journal();
  const deployments = journal.filter(({ what }) => what === 'effect');
  const repeated = duplicates(deployments.map(({ key }) => `the deployment of ${key}`));
  const broken: string[] = [];
  for (const [id, { status, state }] of accounts.outcomes) {
    const commits = await commitsOf(ground.repository, id);
    repeated.push(...duplicates(commits.map(({ key }) => `the commit of ${key}`)));
    if (status !== 'completed') continue;
    const tip = commits[0]?.sha;
    if (tip === undefined || tip !== state?.result?.commit_sha) {
      broken.push(
        `${id} says its commit is ${state?.result?.commit_sha ?? 'none'}, its branch ends at ${tip ?? 'none'}`,
      );
    }
  }
  return { repeated: repeated.length, inVain: callsInVain(journal), broken: [...broken, ...repeated] };
}

/** The commits that a task's branch has in the project's own repository, the newest first. */
export async function commitsOf(
  repository: string,
  taskId: string,
): Promise<readonly { readonly sha: string; readonly key: string }[]> {
  const format = '--format=%H %(trailers:key=Chimera-Key,valueonly,separator=%x2C)';
  const { stdout, exitCode } = await execa('git', ['-C', repository, 'log', format, `main..chimera/${taskId}`, '--'], {
    reject: false,
  });
  if (exitCode !== 0) return [];
  return stdout.split('\n').flatMap((line) => {
    const [sha = '', key = ''] = line.trim().split(' ');
    return key === '' ? [] : [{ sha, key }];
  });
}

function duplicates(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.flatMap((name) => {
    if (seen.has(name)) return [`${name} was made twice`];
    seen.add(name);
    return [];
  });
}

/** Calls of a phase that began after a later phase of the same round had begun. */
export function callsInVain(journal: readonly JournalEntry[]): string[] {
  const order = PHASES.map((phase) => PHASE_PROFILES[phase].action);
  const furthest = new Map<string, number>();
  return journal.flatMap(({ what, task, round, action, key }) => {
    if (what !== 'begin') return [];
    const name = `${task}/${round}`;
    const position = order.indexOf(action);
    const reached = furthest.get(name) ?? 0;
    if (position < reached) return [`${key} was called again after it had finished`];
    furthest.set(name, position);
    return [];
  });
}
