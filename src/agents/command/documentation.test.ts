import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectSchema } from '../../config/project.ts';
import { PHASE_PROFILES, PHASES } from '../../domain/phase.ts';
import { INHERITED_VARIABLES } from '../process/environment.ts';
import { createCommandAgent } from './command-agent.ts';
import { readLine } from '../protocol/message.ts';
import { NO_SANDBOX } from '../sandbox/sandbox.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';

const page = await readFile(new URL('../../../docs/agents.md', import.meta.url), 'utf8');

/** The text of the page's only block in a language. */
function block(language: string): string {
  const found = [...page.matchAll(/```(\w+)\n(.*?)```/gs)].filter(([, name]) => name === language);
  expect(found).toHaveLength(1);
  return found[0]?.[2] ?? '';
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
    const config = parse(block('yaml')) as object;
    expect(projectSchema.parse({ name: 'shop', repository: '/shop', ...config }).agents).toHaveProperty('coder-agent');
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
