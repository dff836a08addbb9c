/**
 * A program for all five phases. A task's first two implementations fail, its first change is rejected, and the first
 * implementation of its second round never ends by itself. A task that wants no greeting is implemented at once, and
 * rejected for ever. Every call is noted with the trace that it was given.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setInterval } from 'node:timers';

const { action, task_id, feature, round, workspace } = JSON.parse(readFileSync(0, 'utf8')) as {
  readonly action: string;
  readonly task_id: string;
  readonly feature: string;
  readonly round: number;
  readonly workspace: string;
};
const { CALLS = '', STAGING_URL = '', TRACEPARENT } = process.env;
const isUnwanted = feature.includes('no greeting');
const isRejected = isUnwanted || round === 1;
const scenario = { name: 'the greeting is there', duration_ms: 1 };

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Notes this call, and tells how many there were of its kind. */
function note(): number {
  const kind = JSON.stringify([action, task_id, round]);
  appendFileSync(CALLS, `${JSON.stringify({ kind, action, task_id, round, workspace, traceparent: TRACEPARENT })}\n`);
  return readFileSync(CALLS, 'utf8').split(JSON.stringify(kind)).length - 1;
}

function implement(call: number): void {
  if (!isUnwanted && round === 1 && call <= 2) {
    say({ type: 'error', transient: true, message: 'the model is overloaded' });
  } else if (!isUnwanted && round === 2 && call === 1) {
    const { ppid } = process;
    setInterval(() => {
      if (process.ppid !== ppid) process.exit(1);
    }, 100);
  } else {
    writeFileSync('greeting.txt', `Hello ${round}\n`);
    say({ type: 'result', summary: 'greets' });
  }
}

const call = note();
switch (action) {
  case 'generate_test':
    mkdirSync('tests/e2e', { recursive: true });
    writeFileSync('tests/e2e/greeting.spec.js', '// the greeting is there\n');
    say({
      type: 'result',
      ...{ test_path: 'tests/e2e/greeting.spec.js', verdict: 'test_fails' },
      scenarios: [{ ...scenario, status: 'failed', error: 'there is no greeting' }],
    });
    break;
  case 'implement_feature':
    implement(call);
    break;
  case 'review_change':
    say({
      type: 'result',
      ...(isRejected ? { decision: 'rejected', score: 0.2 } : { decision: 'approved', score: 1 }),
      findings: [{ rule: 'tone', severity: isRejected ? 'ERROR' : 'INFO', message: 'greet more warmly' }],
    });
    break;
  case 'deploy_to_staging':
    say({ type: 'result', deployment_url: STAGING_URL });
    break;
  default:
    say({ type: 'result', validation_status: 'passed', scenarios: [{ ...scenario, status: 'passed' }] });
}
