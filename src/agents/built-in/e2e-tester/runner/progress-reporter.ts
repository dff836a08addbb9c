import type { FullConfig, Reporter, Suite, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { progressLine, type ProgressEvent } from './progress.ts';

/** A Playwright reporter that prints a line when a scenario starts, at each sentence, and when a scenario ends. */
export default class ProgressReporter implements Reporter {
  private total = 0;
  private done = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.total = suite.allTests().length;
  }

  onTestBegin(test: TestCase): void {
    this.say({ kind: 'scenario-started', scenario: test.title, ...this.count() });
  }

  onStepBegin(test: TestCase, _result: TestResult, step: TestStep): void {
    if (step.category !== 'test.step') return;
    this.say({ kind: 'sentence', scenario: test.title, sentence: step.title, ...this.count() });
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.done += 1;
    const passed = result.status === 'passed';
    this.say({ kind: 'scenario-ended', scenario: test.title, passed, ...this.count() });
  }

  printsToStdio(): boolean {
    return false;
  }

  private count(): { readonly done: number; readonly total: number } {
    return { done: this.done, total: this.total };
  }

  private say(event: ProgressEvent): void {
    process.stdout.write(`${progressLine(event)}\n`);
  }
}
