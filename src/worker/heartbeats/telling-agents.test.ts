import { describe, expect, it } from 'vitest';
import type { Agent, AgentCall, AgentContext } from '../../agents/agent.ts';
import { projectSchema } from '../../config/project.ts';
import { tellingAgents } from './telling-agents.ts';

const project = projectSchema.parse({
  name: 'shop',
  repository: '.',
  agents: { 'coder-agent': { command: 'node coder.mjs' } },
});
const call = { task_id: 'chimera-000000000001', phase: 'CODE_IMPLEMENTATION', project } as unknown as AgentCall;
const signal = new AbortController().signal;

function telling(run: (context: AgentContext) => Promise<unknown>) {
  const told: string[] = [];
  const released: string[] = [];
  const agent: Agent = {
    description: 'command: node coder.mjs',
    actions: ['implement_feature'],
    run: (_, __, ___, context) => run(context) as never,
    release: (taskId) => Promise.resolve(void released.push(taskId)),
  };
  const { run: alone, description, actions } = agent;
  const without: Agent = { run: alone, description, actions };
  const { agentFor, all } = tellingAgents(
    { agentFor: () => agent, all: () => [agent, without] },
    {
      began: (of) => {
        told.push(`${of.agent} ${of.task_id} ${of.phase} began`);
        return { progressed: () => told.push('progressed'), ended: () => told.push('ended') };
      },
    },
  );
  const found = agentFor('shop', 'coder-agent', 'implement_feature');
  const progress: string[] = [];
  const context: AgentContext = { signal, progress: (message) => progress.push(message) };
  const ask = () => found.run('implement_feature', call, { test_path: 'a', test_commit: 'b' }, context);
  return { told, released, progress, ask, found, all };
}

describe('agents that are told of', () => {
  it('are told of by the name of their breaker, from the begin of a call over its progress to its end', async () => {
    const { told, progress, ask } = telling((context) => {
      context.progress('compiling');
      expect(context.signal).toBe(signal);
      return Promise.resolve({ summary: 'done' });
    });
    expect(await ask()).toEqual({ summary: 'done' });
    expect(told).toEqual(['coder-agent@shop chimera-000000000001 CODE_IMPLEMENTATION began', 'progressed', 'ended']);
    expect(progress).toEqual(['compiling']);
  });

  it('are told of to the end of a call that fails', async () => {
    const { told, ask } = telling(() => Promise.reject(new Error('no answer')));
    await expect(ask()).rejects.toThrow('no answer');
    expect(told.at(-1)).toBe('ended');
  });

  it('are the same agents in all else', async () => {
    const { released, found, all } = telling(() => Promise.resolve({}));
    expect(found).toMatchObject({ description: 'command: node coder.mjs', actions: ['implement_feature'] });
    expect(all()).toHaveLength(2);
    expect(all()[0]).toBe(found);
    expect(all()[1]?.release).toBeUndefined();
    await found.release?.('chimera-000000000001');
    expect(released).toEqual(['chimera-000000000001']);
  });
});
