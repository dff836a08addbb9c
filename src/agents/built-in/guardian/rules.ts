import type { Finding } from '../../../domain/phase-result.ts';
import { type ChangedFile, filesOfCoder, pathsOf, type ReviewSubject } from './change.ts';
import type { ReviewPolicy } from './review-policy.ts';
import { changedManifest } from './rules/manifest.ts';
import { changedSnapshot } from './rules/snapshot.ts';
import { changeSize } from './rules/change-size.ts';
import { conflictMarker } from './rules/conflict-marker.ts';
import { emptyChange } from './rules/empty-change.ts';
import { forbiddenPath } from './rules/forbidden-path.ts';
import { generatedTest } from './rules/generated-test.ts';
import { guardedPath } from './rules/guarded-path.ts';
import { leavingLink } from './rules/link.ts';
import { movedLock } from './rules/lock-file.ts';
import { unreadFile } from './rules/unread-file.ts';
import { weakenedTest } from './rules/weakened-test.ts';

/** A rule over a change: pure, with what it looks at in a person's words. */
export interface Rule {
  readonly title: string;
  readonly findings: (subject: ReviewSubject, policy: ReviewPolicy) => readonly Finding[];
}

/** The rules of a review, in the order in which they are applied. */
export const RULES: readonly Rule[] = [
  { title: 'whether anything changed', findings: emptyChange },
  { title: 'that the generated test is untouched', findings: generatedTest },
  { title: 'the size of the change', findings: changeSize },
  { title: 'forbidden paths', findings: forbiddenPath },
  { title: 'guarded paths', findings: ({ change }, policy) => guardedPath(change.files, policy) },
  {
    title: 'commands and settings in manifests',
    findings: ({ change }, policy) => changedManifest(judged(change.files, policy)),
  },
  { title: 'where packages come from', findings: ({ change }, policy) => movedLock(judged(change.files, policy)) },
  { title: 'other tests', findings: (subject, policy) => weakenedTest(ofCoder(subject, policy)) },
  { title: 'snapshots of tests', findings: (subject, policy) => changedSnapshot(ofCoder(subject, policy)) },
  { title: 'links and submodules', findings: leavingLink },
  { title: 'large and binary files', findings: (subject, policy) => unreadFile(ofCoder(subject, policy)) },
  { title: 'conflict markers', findings: conflictMarker },
];

function ofCoder(subject: ReviewSubject, policy: ReviewPolicy): readonly ChangedFile[] {
  return judged(filesOfCoder(subject), policy).filter(
    (file) => !subject.generated.has(file.previous_path ?? file.path),
  );
}

/** The files of which not every path is allowed by name. */
function judged(files: readonly ChangedFile[], { isAllowed }: ReviewPolicy): readonly ChangedFile[] {
  return files.filter((file) => !pathsOf(file).every(isAllowed));
}
