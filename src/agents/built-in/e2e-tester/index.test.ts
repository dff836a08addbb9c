import { describe, expect, it } from 'vitest';
import { projectSchema } from '../../../config/project.ts';
import { TerminalAgentError } from '../../../domain/failure.ts';
import type { AgentCall } from '../../agent.ts';
import { createE2eTester } from './index.ts';
import { NO_SANDBOX } from '../../sandbox/sandbox.ts';
import { TRACEPARENT } from '../../../../tests/support/traceparent.ts';

const call: AgentCall = {
  task_id: 'chimera-0123456789ab',
  phase: 'CODE_IMPLEMENTATION',
  round: 1,
  traceparent: TRACEPARENT,
  idempotency_key: 'chimera-0123456789ab:CODE_IMPLEMENTATION:1',
  lease_token: 1,
  feature: 'Make it nicer.',
  target_url: 'http://127.0.0.1:1/',
  project: projectSchema.parse({ name: 'shop', repository: '.' }),
  workspace: '/nowhere',
  repository: '/nowhere',
  artifacts: '/nowhere',
  home: '/nowhere',
  base_commit: '0',
};

const tester = createE2eTester({
  chromium: '/bin/false',
  sandbox: NO_SANDBOX,
});
const context = { signal: new AbortController().signal, progress: () => undefined };

describe('the e2e-tester', () => {
  it('refuses an action that is not its own', async () => {
    const asked = tester.run('implement_feature', call, { test_path: '', test_commit: '' }, context);
    await expect(asked).rejects.toThrow('The e2e-tester can generate_test and execute_test, not implement_feature.');
  });

  it('writes no test of a feature that was accepted unread', async () => {
    const asked = tester.run('generate_test', call, {}, context);
    await expect(asked).rejects.toThrow(TerminalAgentError);
    await expect(asked).rejects.toThrow('its feature was not read');
  });

  it('does not begin what is cancelled already', async () => {
    const reason = new Error('cancelled');
    const asked = tester.run('generate_test', call, {}, { ...context, signal: AbortSignal.abort(reason) });
    await expect(asked).rejects.toBe(reason);
  });
});
