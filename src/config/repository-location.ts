import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const URL_WITH_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** `user@host:path`, the short form that git knows for SSH. */
const SHORT_SSH = /^[\w.-]+@[\w.-]+:/;

/** Where a repository is: a URL as it stands, a local path made absolute against `folder` (or the home directory, `~/`). */
export function repositoryLocation(repository: string, folder: string): string {
  if (URL_WITH_SCHEME.test(repository) || SHORT_SSH.test(repository)) return repository;
  return localPath(repository, folder);
}

/** A path made absolute against `folder`, or against the home directory where it begins with `~/`. */
export function localPath(path: string, folder: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(folder, path);
}
