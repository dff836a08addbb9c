import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ansis } from 'ansis';
import { expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../config/file.ts';
import { sandboxHere, writeDemoConfiguration } from './demo-configuration.ts';
import { introduction } from './introduction.ts';

async function configuration(sandbox: 'on' | 'off') {
  const folder = await mkdtemp(join(tmpdir(), 'chimera-demo-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'chimera.config.yaml');
  await writeDemoConfiguration(file, {
    repository: './shop',
    targetUrl: 'http://127.0.0.1:3000',
    firstTryIsWrong: true,
    sandbox,
  });
  return parseConfig(await readFile(file, 'utf8'), file);
}

it('the demo confines programs where the system can', async () => {
  expect([sandboxHere('linux'), sandboxHere('darwin')]).toEqual(['on', 'off']);
  expect((await configuration('on')).sandbox).toBe('on');
  expect((await configuration('off')).sandbox).toBe('off');
});

it('says on the screen where it does not', () => {
  const example = { feature: 'Feature: A cart', file: 'cart.feature' } as Parameters<typeof introduction>[0];
  const text = (sandbox: 'on' | 'off') =>
    introduction(example, { colours: new Ansis(0), width: 80 }, { sandbox }).join(' ');
  expect(text('off')).toContain('There is no sandbox on this system');
  expect(text('on')).not.toContain('sandbox');
});
