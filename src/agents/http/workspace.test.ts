import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Asked, json, serveAgent } from '../../../tests/support/agents/agent-server.ts';
import { CODER_INPUT, DONE, httpAgentAt } from '../../../tests/support/agents/http-trial.ts';
import type { AgentCall } from '../agent.ts';
import { scratchOrigin, scratchTaskId } from '../workspace/scratch-origin.testsuite.ts';
import { createWorkspaces } from '../workspace/workspaces.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';

it('what an HTTP agent changed is committed on the task’s branch, and nothing else', async () => {
  const taskId = scratchTaskId(1);
  const key = `${taskId}:CODE_IMPLEMENTATION:1`;
  const origin = await scratchOrigin({ 'src/cart.js': 'old\n', 'src/gone.js': 'x\n', '.gitignore': 'node_modules/\n' });
  onTestFinished(() => origin.remove());
  const workspace = await createWorkspaces({ dataDirectory: origin.data }).open({ taskId, project: origin.project });
  const changes = [
    { path: 'src/cart.js', content: 'new\n' },
    { path: 'src/gone.js', delete: true },
    { path: 'docs/cart.md', content: 'How to pay\n' },
  ];
  const asked: Asked[] = [];
  const server = await serveAgent((one, response) => {
    asked.push(one);
    json(response, 200, { ...DONE, changes, artifacts: [{ path: 'notes.md', content: 'seen' }] });
  });
  const call: AgentCall = {
    task_id: taskId,
    phase: 'CODE_IMPLEMENTATION',
    round: 1,
    traceparent: TRACEPARENT,
    idempotency_key: key,
    lease_token: 1,
    feature: 'A cart',
    target_url: 'http://127.0.0.1:9/',
    project: origin.project,
    workspace: workspace.directory,
    repository: workspace.repository,
    artifacts: join(origin.root, 'artifacts'),
    home: join(origin.root, 'home'),
    base_commit: workspace.base_commit,
  };
  const context = { signal: new AbortController().signal, progress: () => undefined };
  await httpAgentAt(server.origin).run('implement_feature', call, CODER_INPUT, context);
  expect(asked[0]?.body).not.toContain(origin.project.repository);
  const committed = await workspace.commitAll({ message: 'Implement: a cart', key });
  expect(committed?.files_changed).toEqual(['docs/cart.md', 'src/cart.js', 'src/gone.js']);
  await workspace.push();
  expect(await origin.inOrigin('show', `chimera/${taskId}:src/cart.js`)).toBe('new');
});
