import { describe, expect, it } from 'vitest';
import { secretsOfEnvironment, secretsOfSettings, secretsOfUrl } from './known-secrets.ts';

describe('the secrets of an environment', () => {
  it('are what stands under names for secrets, and passwords in URLs', () => {
    expect(
      secretsOfEnvironment({
        ...{ PATH: '/usr/bin', HOME: '/root', LOG_LEVEL: 'info', EMPTY_TOKEN: undefined },
        ...{ PGPASSWORD: 'a-1', MODEL_KEY: 'b-2', SLACK_WEBHOOK: 'https://hooks.example/c-3', DEPLOY_TOKEN: 'd-4' },
        ...{ DATABASE_URL: 'postgresql://chimera:e%2D5@db/chimera', HTTP_PROXY: 'http://u:f-6@proxy:3128' },
        ...{ SITE: 'https://example.org/?token=g-7&page=2' },
      }),
    ).toEqual(['a-1', 'b-2', 'https://hooks.example/c-3', 'd-4', 'e-5', 'e%2D5', 'f-6', 'f-6', 'g-7']);
  });

  it('are no paths, switches and small numbers', () => {
    expect(secretsOfEnvironment({ SSH_KEY: '/root/.ssh/id', MAX_TOKENS: '4096', USE_TOKEN: 'true' })).toEqual([]);
  });
});

describe('the secrets of a configuration', () => {
  it('are found in agents’ variables and headers', () => {
    const agents = {
      coder: { command: 'node coder.mjs', env: { MODEL_KEY: 'a-1', MODE: 'fast' } },
      guardian: { url: 'https://review.example', headers: { Authorization: 'Bearer b-2', 'X-Api-Key': 'c-3' } },
    };
    expect(secretsOfSettings({ projects: [{ name: 'shop', agents }] })).toEqual(['a-1', 'b-2', 'c-3']);
  });
});

describe('the secrets of a URL', () => {
  it('are its password, as it is and as it is written, and secret parameters', () => {
    expect(secretsOfUrl('https://ada:p%40ss@x/?api_key=k&page=2')).toEqual(['p@ss', 'p%40ss', 'k']);
    expect(secretsOfUrl('https://ada:100%@x/')).toEqual(['100%', '100%']);
  });

  it('are none in a text that is no URL', () => {
    expect(secretsOfUrl('hunter2')).toEqual([]);
    expect(secretsOfUrl('not a url: ://')).toEqual([]);
  });
});
