import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../config/env.ts';
import { workerEnvironment } from './worker-environment.ts';

const place = (env: Record<string, string>) => ({
  environment: readEnvironment({ CHIMERA_HOME: '/data', CHIMERA_CONFIG: '/shop.yaml', ...env }),
  temporalAddress: '127.0.0.1:7233',
  chromium: '/usr/bin/chromium',
  slots: 2,
});

describe('the environment of a worker process', () => {
  it('is that of its parent, with what the parent found out', () => {
    const env = workerEnvironment(place({ LOG_FORMAT: 'pretty', TEMPORAL_NAMESPACE: 'shop' }), { PATH: '/bin' });
    expect(env['PATH']).toBe('/bin');
    expect(readEnvironment(env)).toMatchObject({
      dataDirectory: '/data',
      configFile: '/shop.yaml',
      chromium: '/usr/bin/chromium',
      maxConcurrent: 2,
      drainMs: 3_600_000,
      temporalAddress: '127.0.0.1:7233',
      temporalNamespace: 'shop',
      logFormat: 'json',
    });
  });

  it('names no database when the parent has none, whatever the parent’s own says', () => {
    expect(workerEnvironment(place({}), { DATABASE_URL: 'x' })['DATABASE_URL']).toBeUndefined();
  });

  it('keeps a cap that is lower than its share', () => {
    expect(workerEnvironment(place({ CHIMERA_MAX_CONCURRENT: '1' }), {})['CHIMERA_MAX_CONCURRENT']).toBe('1');
    expect(workerEnvironment(place({ CHIMERA_MAX_CONCURRENT: '9' }), {})['CHIMERA_MAX_CONCURRENT']).toBe('2');
  });
});
