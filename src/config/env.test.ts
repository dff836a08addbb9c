import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STANDARD_RETRY_POLICY } from '../domain/retry-policy.ts';
import { ConfigError } from './config-error.ts';
import { isProfiling, readEnvironment, retryPolicyFor } from './env.ts';

describe('readEnvironment', () => {
  it('has a default for all that is not set, and takes empty for not set', () => {
    const defaults = {
      dataDirectory: '/home/ada/.local/share/chimera',
      configFile: resolve('chimera.config.yaml'),
      host: '127.0.0.1',
      allowedHosts: [],
      port: 8080,
      metricsPort: 9090,
      temporalNamespace: 'default',
      logLevel: 'info',
      exportsSpans: false,
      drainMs: 30_000,
      tellsPressure: true,
      retry: {},
    };
    expect(readEnvironment({ HOME: '/home/ada' })).toEqual(defaults);
    expect(readEnvironment({ HOME: '/home/ada', CHIMERA_PORT: '', DATABASE_URL: '', LOG_LEVEL: '' })).toEqual(defaults);
  });

  it('takes what is set', () => {
    expect(
      readEnvironment({
        CHIMERA_HOME: 'data',
        CHIMERA_CONFIG: '/etc/chimera.yaml',
        CHIMERA_HOST: '::1',
        CHIMERA_ALLOWED_HOSTS: 'chimera.example, [fd00::1]:8443',
        CHIMERA_PORT: '9000',
        MONITOR_PORT: '9001',
        METRICS_PORT: '9002',
        CHIMERA_CHROMIUM: '/usr/bin/chromium',
        DATABASE_URL: 'postgresql://chimera:pw@db:5432/chimera',
        TEMPORAL_ADDRESS: 'temporal:7233',
        TEMPORAL_NAMESPACE: 'factory',
        LOG_LEVEL: 'debug',
        LOG_FORMAT: 'json',
        CHIMERA_MAX_CONCURRENT: '4',
        CHIMERA_DRAIN_SECONDS: '0',
        CHIMERA_MEMORY_LIMIT_MB: '512',
        CHIMERA_PRESSURE: 'off',
        CHIMERA_PROFILING: 'off',
        MAX_RETRIES: '0',
        BASE_RETRY_DELAY: '500',
        MAX_RETRY_DELAY: '9000',
      }),
    ).toEqual({
      dataDirectory: resolve('data'),
      configFile: '/etc/chimera.yaml',
      host: '::1',
      allowedHosts: [{ name: 'chimera.example' }, { name: '[fd00::1]', port: 8443 }],
      port: 9000,
      metricsPort: 9002,
      chromium: '/usr/bin/chromium',
      databaseUrl: 'postgresql://chimera:pw@db:5432/chimera',
      temporalAddress: 'temporal:7233',
      temporalNamespace: 'factory',
      logLevel: 'debug',
      exportsSpans: false,
      logFormat: 'json',
      maxConcurrent: 4,
      drainMs: 0,
      memoryLimitMb: 512,
      tellsPressure: false,
      profiling: false,
      retry: { maxRetries: 0, firstDelayMs: 500, maxDelayMs: 9000 },
    });
  });

  it('logs as suits the place, unless it is told otherwise', () => {
    const of = (env: Record<string, string>) => {
      const { logLevel, logFormat } = readEnvironment(env);
      return [logLevel, logFormat];
    };
    expect(of({ NODE_ENV: 'production' })).toEqual(['info', 'json']);
    expect(of({ NODE_ENV: 'development' })).toEqual(['debug', undefined]);
    expect(of({ NODE_ENV: 'elsewhere' })).toEqual(['info', undefined]);
    expect(of({ NODE_ENV: 'production', LOG_LEVEL: 'silent', LOG_FORMAT: 'pretty' })).toEqual(['silent', 'pretty']);
  });

  it('exports spans where there is an endpoint, and nobody says no', () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
    const exports = (env: Record<string, string>) => readEnvironment(env).exportsSpans;
    expect(exports(endpoint)).toBe(true);
    expect(exports({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector/v1/traces' })).toBe(true);
    expect(exports({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' })).toBe(false);
    expect(exports({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toBe(false);
  });

  it('accepts the port’s older name', () => {
    expect(readEnvironment({ MONITOR_PORT: '9001' }).port).toBe(9001);
  });

  it('keeps data under XDG_DATA_HOME when that is absolute', () => {
    expect(readEnvironment({ XDG_DATA_HOME: '/data' }).dataDirectory).toBe('/data/chimera');
    expect(readEnvironment({ XDG_DATA_HOME: 'data' }).dataDirectory).toBe(join(homedir(), '.local/share/chimera'));
  });

  it('reports all problems together and shows no secret', () => {
    const broken = {
      CHIMERA_PORT: '70000',
      CHIMERA_HOST: 'http://x',
      CHIMERA_ALLOWED_HOSTS: 'chimera.example,*',
      DATABASE_URL: 'mysql://root:hunter2@db',
      TEMPORAL_ADDRESS: 'temporal',
      LOG_LEVEL: 'loud',
      LOG_FORMAT: 'xml',
      MAX_RETRIES: 'three',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    };
    expect(() => readEnvironment(broken)).toThrow(ConfigError);
    expect(() => readEnvironment(broken)).toThrow(
      [
        'The environment has 10 problems:',
        '  CHIMERA_HOST is "http://x": must be a host name or an IP address',
        '  CHIMERA_ALLOWED_HOSTS is "chimera.example,*": must name each host in full, never a wildcard: "*"',
        '  CHIMERA_PORT is "70000": must be a whole number from 0 to 65535',
        '  DATABASE_URL: must be a URL such as postgresql://user:password@host:5432/chimera',
        '  TEMPORAL_ADDRESS is "temporal": must be host:port, such as localhost:7233',
        '  LOG_LEVEL is "loud": must be one of "fatal", "error", "warn", "info", "debug", "trace", "silent"',
        '  LOG_FORMAT is "xml": must be one of "json", "pretty"',
        '  OTEL_EXPORTER_OTLP_ENDPOINT is "collector:4318": must be an http:// or https:// URL, such as http://collector:4318',
        '  OTEL_EXPORTER_OTLP_PROTOCOL is "grpc": must be http/protobuf, which is how Chimera exports; collectors take it on port 4318',
        '  MAX_RETRIES is "three": must be a whole number from 0 to 100',
      ].join('\n'),
    );
  });

  it('wants the first delay within the longest', () => {
    expect(() => readEnvironment({ BASE_RETRY_DELAY: '5000', MAX_RETRY_DELAY: '100' })).toThrow(
      'The environment has a problem:\n  BASE_RETRY_DELAY is "5000": must not be more than MAX_RETRY_DELAY',
    );
  });
});

describe('isProfiling', () => {
  it('is what the environment says, else what the configuration does', () => {
    const configured = { profiling: { enabled: true } };
    expect(isProfiling(configured, readEnvironment({}))).toBe(true);
    expect(isProfiling(configured, readEnvironment({ CHIMERA_PROFILING: 'off' }))).toBe(false);
    const off = { profiling: { enabled: false } };
    expect(isProfiling(off, readEnvironment({}))).toBe(false);
    expect(isProfiling(off, readEnvironment({ CHIMERA_PROFILING: 'on' }))).toBe(true);
  });
});

describe('retryPolicyFor', () => {
  it('changes only what the environment names', () => {
    expect(retryPolicyFor(STANDARD_RETRY_POLICY, readEnvironment({ MAX_RETRIES: '5' }))).toEqual({
      ...STANDARD_RETRY_POLICY,
      maxRetries: 5,
    });
  });
});
