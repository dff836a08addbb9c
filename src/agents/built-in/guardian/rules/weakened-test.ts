import type { Finding } from '../../../../domain/phase-result.ts';
import { type ChangedFile, filesOfCoder, type ReviewSubject } from '../change.ts';
import { isTestFile } from './test-files.ts';

const SWITCHED_OFF =
  /\.(?:skip|only|todo|fixme)\s*\(|\b(?:xit|xdescribe|xtest|fit|fdescribe)\s*\(|@(?:pytest\.mark\.(?:skip|xfail)|unittest\.skip|Disabled|Ignore)|\bt\.Skip\w*\(|#\[ignore/;

/** A WARNING for each existing test file that is deleted or loses its name as a test, or in which tests are switched off. */
export function weakenedTest(subject: ReviewSubject): readonly Finding[] {
  return filesOfCoder(subject).flatMap((file): readonly Finding[] => {
    const before = file.previous_path ?? file.path;
    if (file.kind === 'deleted') {
      return isTestFile(before) && !subject.generated.has(before) ? [finding(file, `${before} was deleted.`)] : [];
    }
    if (isTestFile(before) && !isTestFile(file.path) && !subject.generated.has(before)) {
      return [finding(file, `${before} was renamed to ${file.path}, which is no test by its name.`)];
    }
    const line = isTestFile(file.path) ? file.added.find(({ text }) => SWITCHED_OFF.test(text)) : undefined;
    return line === undefined ? [] : [finding(file, `${file.path} has tests that are switched off.`, line.number)];
  });
}

function finding(file: ChangedFile, message: string, line?: number): Finding {
  return {
    rule: 'weakened-test',
    severity: 'WARNING',
    file: file.path,
    message,
    ...(line === undefined ? {} : { line }),
  };
}
