import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { httpTrial } from '../../../tests/support/agents/http-trial.ts';

const page = await readFile(new URL('../../../docs/agents.md', import.meta.url), 'utf8');
const example = /```javascript\n(.*?)```/s.exec(page)?.[1] ?? '';

describe('the agent server of docs/agents.md', () => {
  let folder: string;
  let url: string;
  let end: () => Promise<void>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chimera-server-'));
    const file = join(folder, 'server.mjs');
    await writeFile(file, example);
    const child = spawn(process.execPath, [file], {
      env: { PORT: '0', AGENT_KEY: 'k' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    end = async () => {
      child.kill();
      await exited;
    };
    const [line] = (await once(createInterface(child.stdout), 'line')) as string[];
    url = `http://127.0.0.1:${/port (\d+)/.exec(line ?? '')?.[1] ?? ''}/work`;
  });

  afterAll(async () => {
    await end();
    await rm(folder, { recursive: true });
  });

  const known = { headers: { Authorization: 'Bearer k' } };

  /** A call of its own key: the server does each key's work once. */
  async function trialOf(key: string) {
    const trial = await httpTrial(() => undefined);
    Object.assign(trial.call, { idempotency_key: key });
    return trial;
  }

  it('does the work, tells how far it is and hands its changes over', async () => {
    const trial = await trialOf('chimera-0123456789ab:CODE_IMPLEMENTATION:1');
    const answer = await trial.run({ url, ...known });
    expect(answer.summary).toBe('Noted the feature for tests/buy.spec.ts');
    expect(trial.progress).toContainEqual(['making tests/buy.spec.ts pass', 0.1]);
    expect(await readFile(join(trial.call.workspace, 'CHANGES.md'), 'utf8')).toBe('A “button”\n');
  });

  it('answers a second call under the same key with the work it has done', async () => {
    const first = await trialOf('chimera-0123456789ab:CODE_IMPLEMENTATION:2');
    await first.run({ url, ...known });
    const second = await trialOf('chimera-0123456789ab:CODE_IMPLEMENTATION:2');
    await second.run({ url, ...known });
    expect(second.progress.map(([message]) => message)).toEqual([`asking ${new URL(url).host}`]);
  });

  it('ends the work at an abort, and does it anew when it is asked again', async () => {
    const key = 'chimera-0123456789ab:CODE_IMPLEMENTATION:3';
    const { run, progress } = await trialOf(key);
    const controller = new AbortController();
    const settled = run({ url, ...known }, controller.signal).catch((error: unknown) => error);
    await vi.waitFor(() => {
      expect(progress.length).toBeGreaterThan(1);
    });
    controller.abort(new Error('cancelled'));
    expect(await settled).toEqual(new Error('cancelled'));
    const look = await fetch(`${url}/${encodeURIComponent(key)}`, known);
    expect(look.status).toBe(404);
    const again = await trialOf(key);
    await again.run({ url, ...known });
    expect(again.progress.length).toBeGreaterThan(1);
  });

  it('refuses who does not have its key', async () => {
    const { run } = await trialOf('chimera-0123456789ab:CODE_IMPLEMENTATION:4');
    await expect(run({ url })).rejects.toThrow('The agent answered 401 Unauthorized: unknown key');
  });
});
