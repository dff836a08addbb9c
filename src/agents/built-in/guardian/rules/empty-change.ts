import type { Finding } from '../../../../domain/phase-result.ts';
import { filesOfCoder, type ReviewSubject } from '../change.ts';

/** An ERROR when nothing but the generated test differs from the commit the task started from. */
export function emptyChange(subject: ReviewSubject): readonly Finding[] {
  if (filesOfCoder(subject).length > 0) return [];
  return [
    {
      rule: 'empty-change',
      severity: 'ERROR',
      message: 'The change is empty: nothing but the generated test differs from the base commit.',
    },
  ];
}
