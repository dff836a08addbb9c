import { TerminalAgentError } from '../../domain/failure.ts';

/*
 * Git LFS keeps large files apart from a repository, which holds pointers to them. Its program `git-lfs` takes their place
 * as files are checked out and committed. Its settings are given to every git; where a project has no such files, and most
 * have none, nothing is run.
 */

/** Git's settings for large files, `name=value`. */
export const LFS_SETTINGS: readonly string[] = [
  'filter.lfs.process=git-lfs filter-process',
  'filter.lfs.clean=git-lfs clean -- %f',
  'filter.lfs.smudge=git-lfs smudge -- %f',
  // A pointer in a file's place would be served, and edited, as if it were the file.
  'filter.lfs.required=true',
];

/** The same as a part of a configuration file. */
export const LFS_CONFIGURATION = `[filter "lfs"]
\tprocess = git-lfs filter-process
\tclean = git-lfs clean -- %f
\tsmudge = git-lfs smudge -- %f
\trequired = true
`;

/** What git-lfs needs to know of a repository's origin, `name=value`. */
export function lfsOrigin(repository: string): readonly string[] {
  return [`remote.origin.url=${repository}`];
}

/** What a failed git says about large files as an error; undefined where it says nothing, or what may pass by itself. */
export function lfsFailure(stderr: string): TerminalAgentError | undefined {
  if (/git-lfs: (?:command )?not found|'lfs' is not a git command/.test(stderr)) {
    return new TerminalAgentError(
      'The project keeps files in Git LFS, and the program git-lfs is not on the PATH of this worker. Install it (Debian: ' +
        '`apt-get install git-lfs`) and requeue the task.',
    );
  }
  const missing = /remote missing object ([0-9a-f]{64})/.exec(stderr)?.[1];
  if (missing === undefined) return undefined;
  return new TerminalAgentError(`The origin does not have a file of the project's in Git LFS: object ${missing}.`);
}
