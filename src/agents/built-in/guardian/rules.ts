import type { Finding } from '../../../domain/phase-result.ts';
import type { ProjectConfig } from '../../../config/project.ts';
import type { ReviewSubject } from './change.ts';
import { changeSize } from './rules/change-size.ts';
import { conflictMarker } from './rules/conflict-marker.ts';
import { emptyChange } from './rules/empty-change.ts';
import { forbiddenPath } from './rules/forbidden-path.ts';
import { generatedTest } from './rules/generated-test.ts';
import { leavingLink } from './rules/link.ts';
import { unreadFile } from './rules/unread-file.ts';
import { weakenedTest } from './rules/weakened-test.ts';

/** A rule over a change: pure, with what it looks at in a person's words. */
export interface Rule {
  readonly title: string;
  readonly findings: (subject: ReviewSubject, policy: ProjectConfig['guardian']) => readonly Finding[];
}

/** The rules of a review, in the order in which they are applied. */
export const RULES: readonly Rule[] = [
  { title: 'whether anything changed', findings: emptyChange },
  { title: 'that the generated test is untouched', findings: generatedTest },
  { title: 'the size of the change', findings: changeSize },
  { title: 'forbidden paths', findings: (subject, policy) => forbiddenPath(subject, policy.forbidden_paths) },
  { title: 'links and submodules', findings: leavingLink },
  { title: 'large and binary files', findings: unreadFile },
  { title: 'conflict markers', findings: conflictMarker },
  { title: 'other tests', findings: weakenedTest },
];
