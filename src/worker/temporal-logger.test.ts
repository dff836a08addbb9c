import { Runtime, type RuntimeOptions } from '@temporalio/worker';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../observability/logging.ts';
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
        context: { workflowId: 'chimera-0123456789ab' },
      },
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
