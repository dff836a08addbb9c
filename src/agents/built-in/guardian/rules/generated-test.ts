import { posix } from 'node:path';
import type { Finding } from '../../../../domain/phase-result.ts';
import { type ChangedFile, filesOfCoder, type ReviewSubject } from '../change.ts';

const RUNNER_CONFIGURATION = /^playwright[\w.-]*\.config\.[cm]?[jt]s$/;
const SELECTS_TESTS = /\b(?:testIgnore|testMatch|grepInvert|grep)\b/;
const ONLY = /\.only\s*\(/;

/**
 * An ERROR for every way in which the generated test, or what came with it, is not what it was: changed, deleted,
 * renamed, its commit gone from the history, or kept from running by the test runner's configuration or by an `only`
 * beside it.
 */
export function generatedTest(subject: ReviewSubject): readonly Finding[] {
  return [...rewrittenHistory(subject), ...touched(subject), ...keptFromRunning(subject)];
}

function rewrittenHistory({ descends_from_test, test_path }: ReviewSubject): readonly Finding[] {
  if (descends_from_test) return [];
  return [finding(test_path, 'The commit that adds the generated test is no longer part of the branch.')];
}

function touched({ since_test, generated }: ReviewSubject): readonly Finding[] {
  return since_test.files.flatMap((file) => {
    const { path, previous_path } = file;
    if (previous_path !== undefined && generated.has(previous_path)) {
      return [finding(previous_path, `The generated ${previous_path} was renamed to ${path}.`)];
    }
    if (!generated.has(path)) return [];
    const deed = file.kind === 'deleted' ? 'deleted' : 'changed';
    return [finding(path, `The generated ${path} was ${deed} after it was written.`, file.added[0]?.number)];
  });
}

function keptFromRunning(subject: ReviewSubject): readonly Finding[] {
  const folder = posix.dirname(subject.test_path);
  return filesOfCoder(subject).flatMap((file) => [
    ...(RUNNER_CONFIGURATION.test(posix.basename(file.path))
      ? firstLine(file, SELECTS_TESTS, 'chooses which tests run, and so can leave out the generated one')
      : []),
    ...(posix.dirname(file.path) === folder
      ? firstLine(file, ONLY, 'runs one test only, and so leaves out the generated one')
      : []),
  ]);
}

function firstLine(file: ChangedFile, pattern: RegExp, what: string): readonly Finding[] {
  const line = file.added.find(({ text }) => pattern.test(text));
  return line === undefined ? [] : [finding(file.path, `${file.path} ${what}.`, line.number)];
}

function finding(file: string, message: string, line?: number): Finding {
  return { rule: 'generated-test', severity: 'ERROR', file, message, ...(line === undefined ? {} : { line }) };
}
