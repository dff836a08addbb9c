/**
 * A program for all five phases that lets out every secret it knows of, wherever it can. Its first two implementations of a
 * task fail, one by an error it reports and one by a crash.
 */
import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';

const { action, task_id, feature, target_url } = JSON.parse(readFileSync(0, 'utf8')) as {
  readonly action: string;
  readonly task_id: string;
  readonly feature: string;
  readonly target_url: string;
};
const { CALLS = '', STAGING_URL = '', ODDLY_NAMED = '', DEPLOY_TOKEN = '' } = process.env;
const leak = `it is ${DEPLOY_TOKEN} or ${ODDLY_NAMED}, see ${target_url} for: ${feature}`;

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function implement(): void {
  const calls = `${CALLS}.${task_id}`;
  appendFileSync(calls, '.');
  const { size: call } = statSync(calls);
  if (call === 1) {
    say({ type: 'error', transient: true, message: leak });
    return;
  }
  if (call === 2) process.exit(3);
  writeFileSync('greeting.txt', 'Hello\n');
  say({ type: 'result', summary: leak });
}

process.stderr.write(`${leak}\n`);
process.stdout.write(`${leak}\n`);
say({ type: 'progress', message: leak, fraction: 0.5 });
const scenario = { name: leak, duration_ms: 1 };
switch (action) {
  case 'generate_test':
    mkdirSync('tests/e2e', { recursive: true });
    writeFileSync('tests/e2e/greeting.spec.js', '// the greeting is there\n');
    say({
      type: 'result',
      ...{ test_path: 'tests/e2e/greeting.spec.js', verdict: 'test_fails' },
      scenarios: [{ ...scenario, status: 'failed', error: leak }],
    });
    break;
  case 'implement_feature':
    implement();
    break;
  case 'review_change':
    say({
      type: 'result',
      ...{ decision: 'approved', score: 1 },
      findings: [{ rule: 'leak', severity: 'INFO', message: leak }],
    });
    break;
  case 'deploy_to_staging':
    say({ type: 'result', deployment_url: STAGING_URL });
    break;
  default:
    say({ type: 'result', validation_status: 'passed', scenarios: [{ ...scenario, status: 'passed' }] });
}
