import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectSchema } from '../../config/project.ts';
import { PHASE_PROFILES, PHASES } from '../../domain/phase.ts';
import { INHERITED_VARIABLES } from '../process/environment.ts';
import { createCommandAgent } from './command-agent.ts';
import { parseConfig } from '../../config/file.ts';
import { readLine } from '../protocol/message.ts';
import { NO_SANDBOX } from '../sandbox/sandbox.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';

const page = await readFile(new URL('../../../docs/agents.md', import.meta.url), 'utf8');

/** The texts of the page's blocks in a language. */
function blocks(language: string): readonly string[] {
  const found = [...page.matchAll(/```(\w+)\n(.*?)```/gs)].filter(([, name]) => name === language);
  return found.map(([, , text = '']) => text);
}

/** The text of the page's only block in a language. */
function block(language: string): string {
  const [only = '', ...others] = blocks(language);
  expect(others).toEqual([]);
  return only;
}

describe('docs/agents.md', () => {
  it('has an agent in five lines that works', async () => {
    const example = block('js');
    expect(example.trim().split('\n')).toHaveLength(5);
    const root = await mkdtemp(join(tmpdir(), 'chimera-example-'));
    const workspace = join(root, 'workspace');
    await mkdir(workspace);
    await writeFile(join(root, 'coder.mjs'), example);
    const agent = createCommandAgent({
      sandbox: NO_SANDBOX,
      command: `'${process.execPath}' '${join(root, 'coder.mjs')}'`,
      env: {},
      actions: ['implement_feature'],
    });
    const heard: string[] = [];
    const answer = await agent.run(
      'implement_feature',
      {
        task_id: 'chimera-0123456789ab',
        phase: 'CODE_IMPLEMENTATION',
        round: 1,
        traceparent: TRACEPARENT,
        idempotency_key: 'chimera-0123456789ab:CODE_IMPLEMENTATION:1',
        lease_token: 1,
        feature: 'A cart',
        target_url: 'http://127.0.0.1:9/',
        project: projectSchema.parse({ name: 'shop', repository: '/shop' }),
        workspace,
        repository: join(root, 'mirror.git'),
        artifacts: join(root, 'artifacts'),
        home: join(root, 'home'),
        base_commit: '0'.repeat(40),
      },
      { test_path: 'tests/cart.spec.ts', test_commit: '1'.repeat(40) },
      { signal: new AbortController().signal, progress: (message) => heard.push(message) },
    );
    expect(answer.summary).toBe('Noted the feature in CHANGES.md');
    expect(heard).toEqual(['making tests/cart.spec.ts pass']);
    expect(await readFile(join(workspace, 'CHANGES.md'), 'utf8')).toBe('A cart\n');
    await rm(root, { recursive: true });
  });

  it('has a configuration that is valid', () => {
    const config = parse(blocks('yaml')[0] ?? '') as object;
    expect(projectSchema.parse({ name: 'shop', repository: '/shop', ...config }).agents).toHaveProperty('coder-agent');
  });

  it('has an agent for all projects that is valid, and found', () => {
    const shared = (blocks('yaml')[1] ?? '').replace(
      '- name: shop',
      '- name: shop\n    repository: /shop\n    staging: { command: x }',
    );
    const { projects } = parseConfig(shared, '/etc/chimera.config.yaml');
    expect(projects[0]?.agents['coder-agent']).toMatchObject({ preset: 'claude-code', name: 'claude' });
  });

  it('shows lines that the protocol knows', () => {
    const lines = block('json').trim().split('\n');
    expect(lines.map((line) => readLine(line)?.type)).toEqual(['progress', 'result', 'error']);
  });

  it('names the variables that are inherited, and no others', () => {
    const paragraph = /and no others:\n\n(.*?)\n\n/s.exec(page)?.[1] ?? '';
    expect([...paragraph.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(INHERITED_VARIABLES);
  });

  it('names every phase with its agent, action and limit', () => {
    const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    for (const phase of PHASES) {
      const { agent, action, limitSeconds } = PHASE_PROFILES[phase];
      expect(rows).toContainEqual(['', agent, `\`${action}\``, phase, `${limitSeconds} s`, '']);
    }
  });
});
