import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a project's repository lies on this host, by its path or as a `file://` URL; undefined for one elsewhere. */
export function localRepository(repository: string): string | undefined {
  const path = repository.startsWith('file://') ? fileURLToPath(repository) : repository;
  return isAbsolute(path) ? path : undefined;
}
