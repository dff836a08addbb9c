/**
 * A program for all five phases. It notes each call in the file CALLS, and the first implementation of every task hangs
 * until the test lets it go on, so that the test can take away the worker it runs on.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const request = JSON.parse(readFileSync(0, 'utf8')) as {
  readonly action: string;
  readonly task_id: string;
  readonly workspace: string;
  readonly artifacts: string;
};
const { action, task_id, workspace, artifacts } = request;
const { CALLS = '', STAGING_URL = '' } = process.env;

const before = readFileSync(CALLS, 'utf8');
appendFileSync(CALLS, `${JSON.stringify({ action, task_id, workspace, run: process.env['CHIMERA_RUN_ID'] })}\n`);

function answer(result: object): void {
  process.stdout.write(`${JSON.stringify({ type: 'result', ...result })}\n`);
}

function implement(): void {
  writeFileSync('greeting.txt', 'Hello\n');
  answer({ summary: 'Added the greeting' });
}

const scenario = { name: 'Greeting', duration_ms: 1 };
switch (action) {
  case 'generate_test':
    mkdirSync('tests/e2e', { recursive: true });
    writeFileSync('tests/e2e/greeting.spec.js', '// the greeting is there\n');
    answer({
      test_path: 'tests/e2e/greeting.spec.js',
      verdict: 'test_fails',
      scenarios: [{ ...scenario, status: 'failed', error: 'there is no greeting' }],
    });
    break;
  case 'implement_feature':
    if (!before.includes(`"implement_feature","task_id":"${task_id}"`)) {
      const waiting = setInterval(() => {
        if (!existsSync(`${CALLS}.${task_id}`)) return;
        clearInterval(waiting);
        implement();
      }, 50);
      break;
    }
    implement();
    break;
  case 'review_change':
    answer({ decision: 'approved', score: 1, findings: [] });
    break;
  case 'deploy_to_staging':
    answer({ deployment_url: STAGING_URL });
    break;
  default:
    writeFileSync(join(artifacts, 'report.json'), '{"passed":1}');
    answer({ validation_status: 'passed', scenarios: [{ ...scenario, status: 'passed' }] });
}
