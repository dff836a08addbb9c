import { Runtime, type RuntimeOptions } from '@temporalio/worker';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../observability/logging.ts';
import { TASK_WORKFLOW } from '../workflows/task/contract.ts';
import { installTemporalLogger } from './temporal-logger.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** What the SDK is told, and Chimera's log. */
function installed() {
  let options: RuntimeOptions = {};
  vi.spyOn(Runtime, 'install').mockImplementation((given) => {
    options = given;
    return Object.create(Runtime.prototype) as Runtime;
  });
  const lines: unknown[] = [];
  const write = (line: string): boolean => lines.push(JSON.parse(line)) > 0;
  installTemporalLogger(createLogger({ level: 'debug', component: 'worker', destination: { write }, format: 'json' }));
  return { options, lines };
}

describe('the log of Temporal’s SDK', () => {
  it.each([
    ['INFO', 'debug'],
    ['WARN', 'warn'],
    ['ERROR', 'error'],
  ] as const)('goes to Chimera’s, its %s as %s', (level, expected) => {
    const { options, lines } = installed();
    options.logger?.log(level, 'The workflow waits', { workflowId: 'chimera-0123456789ab' });
    expect(lines).toMatchObject([
      {
        level: expected,
        message: 'The workflow waits',
        component: 'worker',
        task_id: 'chimera-0123456789ab',
      },
    ]);
  });

  it('has a workflow’s own lines in the form of all others', () => {
    const { options, lines } = installed();
    const about = { workflow_phase: 'E2E_VALIDATION', trace_id: 'trace-8448eb211c80319c', span_id: 'span-69203331' };
    const meta = { workflowId: 'chimera-0123456789ab', sdkComponent: 'workflow', namespace: 'n', runId: 'r' };
    options.logger?.log('INFO', 'It is made again', { ...meta, ...about, reason: 'lost' });
    expect(lines).toEqual([
      {
        ...about,
        ...{ level: 'info', component: 'worker', message: 'It is made again', task_id: 'chimera-0123456789ab' },
        ...{ timestamp: expect.any(String) as string, context: { runId: 'r', reason: 'lost' } },
      },
    ]);
  });

  it('warns of failures that nobody else tells of, and of those only', () => {
    const { options, lines } = installed();
    // As it comes from the workflow's thread: the name is lost, and so is what Temporal added.
    const error = Object.assign(new Error('why'), { stack: 'ApplicationFailure: why\n    at …' });
    const other = Object.assign(new Error('why'), { stack: 'ActivityFailure: why\n    at …' });
    options.logger?.log('WARN', 'Activity failed', { activityType: 'reviewChange', error });
    options.logger?.log('WARN', 'Activity failed', { activityType: 'tellPool', error });
    options.logger?.log('WARN', 'Workflow failed', { workflowType: TASK_WORKFLOW, error });
    options.logger?.log('WARN', 'Workflow failed', { workflowType: TASK_WORKFLOW, error: other });
    options.logger?.log('WARN', 'Workflow failed', { workflowType: 'chimeraPool', error });
    expect(lines).toMatchObject([
      { level: 'debug', context: { err: { message: 'why' } } },
      { level: 'warn' },
      { level: 'debug' },
      { level: 'warn', context: { workflowType: TASK_WORKFLOW } },
      { level: 'warn', context: { workflowType: 'chimeraPool' } },
    ]);
  });

  it('does not warn of what is by design: a worker for agents has no workflows', () => {
    const { options, lines } = installed();
    options.logger?.log('WARN', 'No workflows registered, not polling for workflow tasks');
    expect(lines).toMatchObject([{ level: 'debug' }]);
  });

  it('comes from a runtime that leaves signals to Chimera', () => {
    expect(installed().options.shutdownSignals).toEqual([]);
  });
});
