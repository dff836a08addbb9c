import { describe, expect, it } from 'vitest';
import { agentNameOf, askedInTurn, declaredAgents } from './declared-agents.ts';
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

describe('who is asked for a round of a phase', () => {
  const asked = (on: readonly string[] | undefined, round: number): readonly string[] => {
    const then = on === undefined ? {} : { then: { command: 'strong', on } };
    const shop = project('shop', { 'coder-agent': { command: 'code', ...then } });
    return askedInTurn(shop, 'CODE_IMPLEMENTATION', round).map(({ name }) => name);
  };
  const [chosen, other] = ['coder-agent@shop', 'coder-agent@shop.then'];

  it.each([
    [undefined, [chosen], [chosen]],
    [['limit'], [chosen, other], [chosen, other]],
    [['rework'], [chosen], [other]],
    [
      ['limit', 'rework'],
      [chosen, other],
      [other, chosen],
    ],
  ])('with another one on %j', (on, first, rework) => {
    expect([asked(on, 1), asked(on, 2), asked(on, 3)]).toEqual([first, rework, rework]);
  });

  it('is what Chimera brings along where nobody is chosen', () => {
    expect(askedInTurn(project('shop', {}), 'GUARDIAN_REVIEW', 1)).toEqual([
      { name: 'guardian-agent', choice: 'built-in', takesOver: false },
    ]);
  });
});

describe('the agents of a configuration', () => {
  it('are the rules, too, where a coding agent reviews after them', () => {
    const reviewers = (GUARDIAN_REVIEW: object) =>
      declaredAgents([project('shop', { 'coder-agent': { command: 'code' }, GUARDIAN_REVIEW })])
        .filter(({ actions }) => actions.includes('review_change'))
        .map(({ name }) => name);
    expect(reviewers({ preset: 'claude-code' })).toEqual(['guardian-agent', 'guardian-agent@shop']);
    expect(reviewers({ command: 'review' })).toEqual(['guardian-agent@shop']);
  });

  it('are those that take over, too, with the calls at once of each', () => {
    const then = { preset: 'codex', on: ['limit'], most_at_once: 2 };
    const shop = project('shop', { 'coder-agent': { preset: 'claude-code', most_at_once: 3, then } });
    expect(declaredAgents([shop]).filter(({ account }) => account !== null)).toEqual([
      {
        ...{ name: 'coder-agent@shop', reached_by: ['claude-code'], actions: ['implement_feature'] },
        ...{ projects: ['shop'], account: { most_at_once: 3 } },
      },
      {
        ...{ name: 'coder-agent@shop.then', reached_by: ['codex'], actions: ['implement_feature'] },
        ...{ projects: ['shop'], account: { most_at_once: 2 } },
      },
    ]);
  });

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
        account: null,
        actions: ['generate_test', 'execute_test'],
        projects: ['shop'],
      },
      {
        name: 'e2e-tester-agent@blog',
        reached_by: ['command: test', 'command: prove'],
        account: { most_at_once: null },
        actions: ['generate_test', 'execute_test'],
        projects: ['blog'],
      },
      {
        name: 'coder-agent@shop',
        reached_by: ['command: node coder.mjs'],
        account: { most_at_once: null },
        actions: ['implement_feature'],
        projects: ['shop'],
      },
      {
        name: 'coder-agent@blog',
        reached_by: ['http: https://agents.example/code'],
        account: { most_at_once: null },
        actions: ['implement_feature'],
        projects: ['blog'],
      },
      {
        name: 'guardian-agent',
        reached_by: ['built-in'],
        account: null,
        actions: ['review_change'],
        projects: ['shop', 'blog'],
      },
      {
        name: 'deployment-agent',
        reached_by: ['built-in'],
        account: null,
        actions: ['deploy_to_staging'],
        projects: ['shop', 'blog'],
      },
    ]);
    expect(JSON.stringify(declaredAgents([shop, blog]))).not.toContain('secret');
  });
});
