import { describe, expect, it } from 'vitest';
import { projectSchema, type ProjectConfig } from '../config/project.ts';
import { TerminalAgentError } from '../domain/failure.ts';
import { builtInAgent } from '../../tests/support/agents/built-in-agent.ts';
import { createAgentRegistry } from './registry.ts';
import { createGateway } from './gateway/gateway.ts';
import { NO_SANDBOX } from './sandbox/sandbox.ts';

const tester = builtInAgent('generate_test', 'execute_test');
const guardian = builtInAgent('review_change');
const deployment = builtInAgent('deploy_to_staging');
const builtIns = { 'e2e-tester-agent': tester, 'guardian-agent': guardian, 'deployment-agent': deployment };

function project(change: object = {}): ProjectConfig {
  return projectSchema.parse({
    name: 'shop',
    repository: '/shop',
    staging: { command: 'npm start' },
    agents: { 'coder-agent': { command: 'code' } },
    ...change,
  });
}

const surroundings = { sandbox: NO_SANDBOX, gateway: createGateway(), env: {} };

describe('the registry', () => {
  it('gives a project its built-in agents and its programs', () => {
    const registry = createAgentRegistry({ projects: [project()], builtIns, ...surroundings });
    expect(registry.agentFor('shop', 'guardian-agent', 'review_change')).toBe(guardian);
    expect(registry.agentFor('shop', 'e2e-tester-agent', 'execute_test')).toBe(tester);
    const coder = registry.agentFor('shop', 'coder-agent', 'implement_feature');
    expect(coder).toMatchObject({ description: 'command: code', actions: ['implement_feature'] });
    expect(registry.all()).toHaveLength(4);
  });

  it('reaches a coder by its URL', () => {
    const agents = {
      'coder-agent': { url: 'https://agents.example/code?key=x', headers: { Authorization: 'Bearer x' } },
    };
    const registry = createAgentRegistry({ projects: [project({ agents })], builtIns, ...surroundings });
    const coder = registry.agentFor('shop', 'coder-agent', 'implement_feature');
    expect(coder).toMatchObject({ description: 'http: https://agents.example/code', actions: ['implement_feature'] });
  });

  it('lets a phase win over its agent', () => {
    const agents = {
      CODE_IMPLEMENTATION: { command: 'code' },
      'e2e-tester-agent': { command: 'test' },
      E2E_VALIDATION: 'built-in',
    };
    const registry = createAgentRegistry({ projects: [project({ agents })], builtIns, ...surroundings });
    expect(registry.agentFor('shop', 'e2e-tester-agent', 'generate_test').description).toBe('command: test');
    expect(registry.agentFor('shop', 'e2e-tester-agent', 'execute_test')).toBe(tester);
  });

  it('makes one agent of a program that does several phases', () => {
    const agents = { 'coder-agent': { command: 'code' }, 'e2e-tester-agent': { command: 'test' } };
    const registry = createAgentRegistry({ projects: [project({ agents })], builtIns, ...surroundings });
    const agent = registry.agentFor('shop', 'e2e-tester-agent', 'generate_test');
    expect(agent).toBe(registry.agentFor('shop', 'e2e-tester-agent', 'execute_test'));
    expect(agent.actions).toEqual(['generate_test', 'execute_test']);
  });

  it('keeps projects apart', () => {
    const bank = project({ name: 'bank', agents: { 'coder-agent': { command: 'other' } } });
    const registry = createAgentRegistry({ projects: [project(), bank], builtIns, ...surroundings });
    const coders = ['shop', 'bank'].map(
      (name) => registry.agentFor(name, 'coder-agent', 'implement_feature').description,
    );
    expect(coders).toEqual(['command: code', 'command: other']);
  });

  it('reports every problem of every project at once', () => {
    const broken = project({ agents: {}, staging: undefined });
    const misspelt: ProjectConfig = {
      ...project({ name: 'bank' }),
      agents: JSON.parse('{"coder-agent":{"command":"code","env":{}},"coder":"built-in"}') as ProjectConfig['agents'],
    };
    const create = () =>
      createAgentRegistry({
        projects: [broken, misspelt],
        builtIns: { ...builtIns, 'guardian-agent': builtInAgent() },
        ...surroundings,
      });
    expect(create).toThrow(/shop\.agents\.coder-agent: there is no built-in coder-agent/);
    expect(create).toThrow(/shop\.staging: is missing/);
    expect(create).toThrow(/bank\.agents\.coder: is no agent and no phase/);
    expect(create).toThrow(/bank\.agents\.guardian-agent: this guardian-agent can nothing, not review_change/);
  });

  it('refuses a project that is not declared', () => {
    const registry = createAgentRegistry({ projects: [], builtIns, ...surroundings });
    expect(() => registry.agentFor('shop', 'coder-agent', 'implement_feature')).toThrow(TerminalAgentError);
  });
});
