import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config/file.ts';
import { processMask } from './process-mask.ts';

describe('what a process hides', () => {
  it('are the secrets of its environment and of its agents', () => {
    const agent = '{ command: node coder.mjs, env: { MODEL_KEY: model-4711, MODE: fast-mode-1 } }';
    const config = parseConfig(
      `projects: [{ name: shop, repository: /shop, target_url: 'http://x/', agents: { coder-agent: ${agent}, deployment-agent: { command: x } } }]`,
      'chimera.config.yaml',
    );
    const mask = processMask(config, { DEPLOY_TOKEN: 'deploy-4711', LOG_LEVEL: 'info' });
    expect(mask('model-4711 deploy-4711 fast-mode-1 info')).toBe('[redacted] [redacted] fast-mode-1 info');
  });
});
