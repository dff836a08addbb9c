import type { FullConfig, Reporter, Suite, TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter';
import { writeSync } from 'node:fs';
import { REPORT_DESCRIPTOR } from '../../../process/run-process.ts';

/**
 * A Playwright reporter that hands a run's outcome to the process that started it, in the form of Playwright's JSON report,
 * by a descriptor that the runner alone has: a file could be another's.
 */
export default class OutcomeReporter implements Reporter {
  private root: Suite | undefined;
  private readonly errors: TestError[] = [];

  onBegin(_config: FullConfig, root: Suite): void {
    this.root = root;
  }

  onError(error: TestError): void {
    this.errors.push(error);
  }

  onEnd(): void {
    writeWhole(JSON.stringify({ suites: this.root?.suites.map(suiteOf) ?? [], errors: this.errors.map(errorOf) }));
  }

  printsToStdio(): boolean {
    return false;
  }
}

function suiteOf({ title, tests, suites }: Suite): object {
  return { title, specs: tests.map(specOf), suites: suites.map(suiteOf) };
}

function specOf({ title, expectedStatus, results, location: { line } }: TestCase): object {
  return { title, line, tests: [{ expectedStatus, results: results.map(resultOf) }] };
}

function resultOf({ status, startTime, duration, error, steps, attachments }: TestResult): object {
  return {
    status,
    startTime: startTime.toISOString(),
    duration,
    error: error && errorOf(error),
    steps: sentencesOf(steps),
    attachments: attachments.map(({ name, contentType, path }) => ({ name, contentType, path })),
  };
}

function sentencesOf(steps: readonly TestStep[]): readonly object[] {
  return steps
    .filter(({ category }) => category === 'test.step')
    .map((step) => ({
      title: step.title,
      duration: step.duration,
      error: step.error && errorOf(step.error),
      steps: sentencesOf(step.steps),
    }));
}

function errorOf({ message, value, location }: TestError): object {
  return { message: message ?? value, location };
}

function writeWhole(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(REPORT_DESCRIPTOR, bytes, at);
    } catch (error) {
      // The other end reads on; a pipe that is full for the moment is no failure.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}
