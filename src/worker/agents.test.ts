import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspaces } from '../agents/workspace/workspaces.ts';
import { projectSchema } from '../config/project.ts';
import { createAgents } from './agents.ts';
import { NO_SANDBOX } from '../agents/sandbox/sandbox.ts';

let dataDirectory: string;

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'chimera-agents-'));
});
afterAll(() => rm(dataDirectory, { recursive: true }));

const coder = { 'coder-agent': { command: 'node coder.mjs', env: {} } };
const inspectChange = () => Promise.reject(new Error('nothing is inspected here'));
const staging = { command: 'npm start' };

function agentsOf(project: object, ffmpeg?: string) {
  const projects = [projectSchema.parse({ name: 'shop', repository: '.', ...project })];
  const workspaces = createWorkspaces({ dataDirectory });
  return createAgents({
    projects,
    dataDirectory,
    inspectChange,
    chromium: '/chromium',
    ffmpeg,
    workspaces,
    sandbox: NO_SANDBOX,
  });
}

describe('the agents of a worker', () => {
  it.each([undefined, '/ffmpeg'])('are the built-in ones and the project’s coder (videos by %s)', (ffmpeg) => {
    const { registry, deployments } = agentsOf({ agents: coder, staging }, ffmpeg);
    expect(registry.agentFor('shop', 'coder-agent', 'implement_feature').description).toContain('node coder.mjs');
    expect(registry.agentFor('shop', 'e2e-tester-agent', 'generate_test').actions).toContain('execute_test');
    expect(registry.agentFor('shop', 'guardian-agent', 'review_change').actions).toEqual(['review_change']);
    expect(registry.agentFor('shop', 'deployment-agent', 'deploy_to_staging')).toBe(deployments);
  });

  it('are refused for a project without a coder', () => {
    expect(() => agentsOf({ staging })).toThrow('there is no built-in coder-agent');
  });
});
