import { describe, expect, it } from 'vitest';
import { agentNameOf, declaredAgents } from './declared-agents.ts';
import { type ProjectConfig, projectSchema } from './project.ts';

const project = (name: string, agents: object): ProjectConfig =>
  projectSchema.parse({ name, repository: '.', staging: { command: 'x' }, agents });

describe('the name of an agent', () => {
  const shop = project('shop', { 'coder-agent': { command: 'code' }, E2E_VALIDATION: { command: 'prove' } });

  it('has the project in it where the project chose the agent', () => {
    expect(agentNameOf(shop, 'CODE_IMPLEMENTATION')).toBe('coder-agent@shop');
    expect(agentNameOf(shop, 'E2E_VALIDATION')).toBe('e2e-tester-agent@shop');
  });

  it('is the agent’s own where Chimera brings it along', () => {
    expect(agentNameOf(shop, 'E2E_TEST_GENERATION')).toBe('e2e-tester-agent');
    expect(agentNameOf(project('blog', { GUARDIAN_REVIEW: 'built-in' }), 'GUARDIAN_REVIEW')).toBe('guardian-agent');
  });
});

describe('the agents of a configuration', () => {
  it('are those of all projects, each once, with what they do and for whom', () => {
    const shop = project('shop', { 'coder-agent': { command: 'node coder.mjs' } });
    const blog = project('blog', {
      'coder-agent': { url: 'https://agents.example/code?key=secret', headers: { Authorization: 'secret' } },
      'e2e-tester-agent': { command: 'test' },
      E2E_VALIDATION: { command: 'prove' },
    });
    expect(declaredAgents([shop, blog])).toEqual([
      {
        name: 'e2e-tester-agent',
        reached_by: ['built-in'],
        actions: ['generate_test', 'execute_test'],
        projects: ['shop'],
      },
      {
        name: 'e2e-tester-agent@blog',
        reached_by: ['command: test', 'command: prove'],
        actions: ['generate_test', 'execute_test'],
        projects: ['blog'],
      },
      {
        name: 'coder-agent@shop',
        reached_by: ['command: node coder.mjs'],
        actions: ['implement_feature'],
        projects: ['shop'],
      },
      {
        name: 'coder-agent@blog',
        reached_by: ['http: https://agents.example/code'],
        actions: ['implement_feature'],
        projects: ['blog'],
      },
      { name: 'guardian-agent', reached_by: ['built-in'], actions: ['review_change'], projects: ['shop', 'blog'] },
      {
        name: 'deployment-agent',
        reached_by: ['built-in'],
        actions: ['deploy_to_staging'],
        projects: ['shop', 'blog'],
      },
    ]);
    expect(JSON.stringify(declaredAgents([shop, blog]))).not.toContain('secret');
  });
});
