import type { Finding } from '../../../../domain/phase-result.ts';
import { filesOfCoder, type ReviewSubject } from '../change.ts';

// Not the row of equals signs between the sides: alone it is a heading in several text formats.
const MARKER = /^(?:<{7}|>{7}|\|{7})(?: |\r?$)/;

/** An ERROR for the first merge conflict marker that is added to a file. */
export function conflictMarker(subject: ReviewSubject): readonly Finding[] {
  return filesOfCoder(subject).flatMap((file) => {
    const line = file.added.find(({ text }) => MARKER.test(text));
    if (line === undefined) return [];
    return [
      {
        rule: 'conflict-marker',
        severity: 'ERROR' as const,
        file: file.path,
        line: line.number,
        message: `${file.path} holds a merge conflict that nobody resolved.`,
      },
    ];
  });
}
