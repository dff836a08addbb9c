import { access, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agentInPlace, type PresetAgentChoice } from '../../config/agent-choice.ts';
import { createGateway, type Gateway } from '../gateway/gateway.ts';
import { startAcp } from './start-preset.ts';

const CODEX = agentInPlace.parse({ preset: 'codex', model: 'gpt', key: 'KEY' }) as PresetAgentChoice;
const UNHEARD = { heard: () => undefined, passed: () => undefined, refusal: () => Promise.resolve(undefined) };

describe('the home of a coding agent', () => {
  let root: string;
  let home: string;
  let gateway: Gateway;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'chimera-home-'));
    home = join(root, 'home');
    await mkdir(home);
    gateway = createGateway();
  });
  afterEach(async () => {
    await gateway.close();
    await rm(root, { recursive: true });
  });

  const start = () => startAcp(CODEX, { gateway, env: { KEY: 'k' }, home: () => Promise.resolve(home) }, UNHEARD);
  const config = () => readFile(join(home, '.codex/config.toml'), 'utf8');

  it('stays between calls, with its sessions and without its cache', async () => {
    const first = await start();
    await mkdir(join(home, '.codex/sessions'));
    await mkdir(join(home, '.cache/unpacked'), { recursive: true });
    await first.end();
    await writeFile(join(home, '.codex/config.toml'), 'changed by the agent');
    await (await start()).end();
    expect(await config()).toContain('model_provider');
    await access(join(home, '.codex/sessions'));
    await expect(access(join(home, '.cache'))).rejects.toThrow('ENOENT');
  });

  it('is not left by what is put into it, wherever an agent’s links lead', async () => {
    const victim = join(root, 'victim');
    await mkdir(victim);
    await writeFile(join(victim, 'config.toml'), 'of the host');
    await symlink(victim, join(home, '.codex'));
    await (await start()).end();
    expect(await config()).toContain('model_provider');
    expect(await readFile(join(victim, 'config.toml'), 'utf8')).toBe('of the host');

    await rm(join(home, '.codex/config.toml'));
    await symlink(join(victim, 'config.toml'), join(home, '.codex/config.toml'));
    await (await start()).end();
    expect(await config()).toContain('model_provider');
    expect(await readFile(join(victim, 'config.toml'), 'utf8')).toBe('of the host');
  });
});
