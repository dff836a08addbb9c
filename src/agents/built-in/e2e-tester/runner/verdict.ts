import type { ReadReport } from './report.ts';
import type { RunFault, ScenarioRun, TestRun } from './test-run.ts';

/** Messages by which Playwright says that the browser or its own worker broke down, not the page under test. */
const BREAKDOWN =
  /browserType\.launch|Executable doesn't exist|browser has been closed|Browser closed|worker process exited unexpectedly|Worker teardown|Video rendering requires/i;

/** How a run ended, from its report and the exit code of the runner; anything that does not fit together is a crash. */
export function verdictOf(report: ReadReport, exitCode: number | undefined): Pick<TestRun, 'status' | 'fault'> {
  if (report.scenarios.length === 0) {
    const why = report.errors.length > 0 ? report.errors.join('\n') : 'the test file holds no test';
    return crashed({ at: 'test', message: `no scenario ran: ${why}` });
  }
  const breakdown = report.scenarios.find(brokeDown);
  if (breakdown) return crashed({ at: 'runner', message: breakdown.error?.message ?? '' });
  if (report.errors.length > 0) return crashed({ at: 'runner', message: report.errors.join('\n') });
  if (report.scenarios.some(({ status }) => status === 'failed')) return { status: 'failed' };
  if (exitCode !== 0) {
    return crashed({
      at: 'runner',
      message: `every scenario passed, yet the runner ended with code ${exitCode ?? '?'}`,
    });
  }
  return { status: 'passed' };
}

const brokeDown = ({ error }: ScenarioRun): boolean => error !== undefined && BREAKDOWN.test(error.message);

const crashed = (fault: RunFault): Pick<TestRun, 'status' | 'fault'> => ({ status: 'crashed', fault });
