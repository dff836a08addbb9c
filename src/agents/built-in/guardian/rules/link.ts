import { posix } from 'node:path';
import type { Finding } from '../../../../domain/phase-result.ts';
import { type ChangedFile, filesOfCoder, type ReviewSubject } from '../change.ts';

const SYMBOLIC_LINK = '120000';
const SUBMODULE = '160000';

/** An ERROR for each new symbolic link that does not clearly stay inside the project, and for each submodule. */
export function leavingLink(subject: ReviewSubject): readonly Finding[] {
  return filesOfCoder(subject).flatMap((file): readonly Finding[] => {
    if (file.mode === SUBMODULE) {
      return [finding(file, `${file.path} is a submodule: its content is not part of the change and not reviewed.`)];
    }
    if (file.mode !== SYMBOLIC_LINK) return [];
    const target = file.added.map((line) => line.text).join('\n');
    return staysInside(file.path, target)
      ? []
      : [finding(file, `${file.path} is a symbolic link that leads out of the project, to ${JSON.stringify(target)}.`)];
  });
}

/** Whether a link at `path` with this target ends inside the project, outside of `.git`, whatever other links exist. */
export function staysInside(path: string, target: string): boolean {
  if (target === '' || posix.isAbsolute(target)) return false;
  const steps = target.split('/');
  // Up again after going down may leave by way of another link, which the text alone does not show.
  const down = steps.findIndex((step) => step !== '..' && step !== '.' && step !== '');
  if (down !== -1 && steps.includes('..', down)) return false;
  const end = posix.join(posix.dirname(path), target);
  return end !== '..' && !end.startsWith('../') && !/^\.git(\/|$)/i.test(end);
}

function finding(file: ChangedFile, message: string): Finding {
  return { rule: 'leaving-link', severity: 'ERROR', file: file.path, message };
}
