import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { parseHostList } from '../domain/door/allowed-hosts.ts';
import { type KnownHost, parseHost } from '../domain/door/host.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';
import { ConfigError } from './config-error.ts';
import { check, pathText } from './schema-problems.ts';

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`);

const port = wholeNumber(0, 65_535);
const delayMs = wholeNumber(0, 86_400_000);

const hostList = z
  .string()
  .default('')
  .transform((text, { addIssue }) => {
    const list = parseHostList(text);
    if (list.ok) return list.hosts;
    addIssue({ code: 'custom', message: `${list.message}: "${list.entry}"` });
    return z.NEVER;
  });

const otlpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL, such as http://collector:4318' })
  .optional();
const otlpProtocol = z
  .literal('http/protobuf', 'must be http/protobuf, which is how Chimera exports; collectors take it on port 4318')
  .optional();

const variables = z
  .object({
    HOME: z.string().optional(),
    XDG_DATA_HOME: z.string().optional(),
    CHIMERA_HOME: z.string().optional(),
    CHIMERA_CONFIG: z.string().default('chimera.config.yaml'),
    CHIMERA_HOST: z
      .string()
      .regex(/^[\w.:-]+$/, 'must be a host name or an IP address')
      .default('127.0.0.1'),
    CHIMERA_ALLOWED_HOSTS: hostList,
    CHIMERA_PORT: port.optional(),
    MONITOR_PORT: port.optional(),
    METRICS_PORT: port.default(9090),
    CHIMERA_CHROMIUM: z.string().optional(),
    DATABASE_URL: z
      .url({ protocol: /^postgres(ql)?$/, error: 'must be a URL such as postgresql://user:password@host:5432/chimera' })
      .optional(),
    TEMPORAL_ADDRESS: z
      .string()
      .regex(/^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i, 'must be host:port, such as localhost:7233')
      .optional(),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    NODE_ENV: z.string().optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
    LOG_FORMAT: z.enum(['json', 'pretty']).optional(),
    CHIMERA_MAX_CONCURRENT: wholeNumber(1, 1_000).optional(),
    CHIMERA_DRAIN_SECONDS: wholeNumber(0, 3_600).default(30),
    CHIMERA_MEMORY_LIMIT_MB: wholeNumber(16, 10_000_000).optional(),
    CHIMERA_PRESSURE: z.enum(['on', 'off']).default('on'),
    CHIMERA_PROFILING: z.enum(['on', 'off']).optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: otlpUrl,
    OTEL_EXPORTER_OTLP_PROTOCOL: otlpProtocol,
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: otlpProtocol,
    OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp'),
    OTEL_SDK_DISABLED: z.enum(['true', 'false']).default('false'),
    MAX_RETRIES: wholeNumber(0, 100).optional(),
    BASE_RETRY_DELAY: delayMs.optional(),
    MAX_RETRY_DELAY: delayMs.optional(),
  })
  .refine(({ BASE_RETRY_DELAY: base, MAX_RETRY_DELAY: most }) => (base ?? 0) <= (most ?? Infinity), {
    path: ['BASE_RETRY_DELAY'],
    error: 'must not be more than MAX_RETRY_DELAY',
  });

/** What Chimera takes from its environment. Paths are absolute. */
export interface Environment {
  /** The data directory (CHIMERA_HOME). */
  readonly dataDirectory: string;
  /** The configuration file (CHIMERA_CONFIG). */
  readonly configFile: string;
  readonly host: string;
  /**
   * The hosts that the API and the metrics' ports answer to besides this computer's own names (CHIMERA_ALLOWED_HOSTS), with
   * the one that they listen on.
   */
  readonly allowedHosts: readonly KnownHost[];
  /** The API's port; 0 lets the system choose. */
  readonly port: number;
  /** The port on which a worker process shows its metrics (METRICS_PORT); 0 lets the system choose. */
  readonly metricsPort: number;
  /** PostgreSQL; without it the embedded database is used. */
  readonly databaseUrl?: string;
  /** Temporal's `host:port`; without it an embedded server is started. */
  readonly temporalAddress?: string;
  readonly temporalNamespace: string;
  /** LOG_LEVEL; else debug in development (NODE_ENV), info elsewhere. */
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** LOG_FORMAT; else JSON in production (NODE_ENV). Undefined: readable on a terminal, JSON elsewhere. */
  readonly logFormat?: 'json' | 'pretty';
  /** What MAX_RETRIES, BASE_RETRY_DELAY and MAX_RETRY_DELAY change in the configured retry policy. */
  readonly retry: Partial<Pick<RetryPolicy, 'maxRetries' | 'firstDelayMs' | 'maxDelayMs'>>;
  /** The Chromium to use, instead of the one that is found (CHIMERA_CHROMIUM). */
  readonly chromium?: string;
  /** The most agent calls at once on this worker, whatever the pool's size (CHIMERA_MAX_CONCURRENT). */
  readonly maxConcurrent?: number;
  /** How long a worker process that is asked to end lets its work go on (CHIMERA_DRAIN_SECONDS), in ms. */
  readonly drainMs: number;
  /** Whether the worker tells its pools how hard its host is pressed (CHIMERA_PRESSURE). */
  readonly tellsPressure: boolean;
  /** Whether it is measured what phases spend their time on (CHIMERA_PROFILING), whatever the configuration says. */
  readonly profiling?: boolean;
  /** Whether spans are exported over OTLP: where OpenTelemetry's variables name an endpoint, and none says no. */
  readonly exportsSpans: boolean;
  /** Memory that this worker may use, where no control group says so (CHIMERA_MEMORY_LIMIT_MB), in MiB. */
  readonly memoryLimitMb?: number;
}

/** The names of all variables that are read. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(variables.shape);

/** Variables whose values are never shown. */
const SECRET = new Set(['DATABASE_URL']);

/**
 * The environment, checked; an empty variable is one that is not set. No other file reads the environment; OpenTelemetry's
 * exporter reads its own variables.
 * @throws {ConfigError} that tells every problem at once.
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const checked = check(variables, set);
  if (!checked.ok) {
    const problems = checked.problems.map(({ at, value, message }) => {
      const path = pathText(at);
      return { path, message, ...(value === undefined || SECRET.has(path) ? {} : { value }) };
    });
    throw new ConfigError('The environment', problems);
  }
  const found = checked.value;
  return {
    dataDirectory: resolve(found.CHIMERA_HOME ?? join(dataHome(found), 'chimera')),
    configFile: resolve(found.CHIMERA_CONFIG),
    host: found.CHIMERA_HOST,
    allowedHosts: [...namedHost(found.CHIMERA_HOST), ...found.CHIMERA_ALLOWED_HOSTS],
    port: found.CHIMERA_PORT ?? found.MONITOR_PORT ?? 8080,
    metricsPort: found.METRICS_PORT,
    temporalNamespace: found.TEMPORAL_NAMESPACE,
    ...logSettings(found),
    tellsPressure: found.CHIMERA_PRESSURE === 'on',
    exportsSpans: exportsSpans(found),
    drainMs: found.CHIMERA_DRAIN_SECONDS * 1_000,
    retry: {
      ...(found.MAX_RETRIES === undefined ? {} : { maxRetries: found.MAX_RETRIES }),
      ...(found.BASE_RETRY_DELAY === undefined ? {} : { firstDelayMs: found.BASE_RETRY_DELAY }),
      ...(found.MAX_RETRY_DELAY === undefined ? {} : { maxDelayMs: found.MAX_RETRY_DELAY }),
    },
    ...(found.DATABASE_URL === undefined ? {} : { databaseUrl: found.DATABASE_URL }),
    ...(found.TEMPORAL_ADDRESS === undefined ? {} : { temporalAddress: found.TEMPORAL_ADDRESS }),
    ...(found.CHIMERA_CHROMIUM === undefined ? {} : { chromium: found.CHIMERA_CHROMIUM }),
    ...(found.CHIMERA_PROFILING === undefined ? {} : { profiling: found.CHIMERA_PROFILING === 'on' }),
    ...(found.CHIMERA_MAX_CONCURRENT === undefined ? {} : { maxConcurrent: found.CHIMERA_MAX_CONCURRENT }),
    ...(found.CHIMERA_MEMORY_LIMIT_MB === undefined ? {} : { memoryLimitMb: found.CHIMERA_MEMORY_LIMIT_MB }),
  };
}

/** The configured retry policy with the environment's changes. */
export function retryPolicyFor(configured: RetryPolicy, { retry }: Pick<Environment, 'retry'>): RetryPolicy {
  return { ...configured, ...retry };
}

/** Whether it is measured what phases spend their time on: as the environment says, else as the configuration does. */
export function isProfiling(
  { profiling: { enabled } }: { readonly profiling: { readonly enabled: boolean } },
  { profiling }: Pick<Environment, 'profiling'>,
): boolean {
  return profiling ?? enabled;
}

/** The name that one listens on. An address is not needed: at which one a request arrives is known without. */
function namedHost(text: string): readonly KnownHost[] {
  const host = /^[\d.]+$/.test(text) ? undefined : parseHost(text);
  return host === undefined ? [] : [host];
}

function exportsSpans(found: z.output<typeof variables>): boolean {
  const endpoint = found.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? found.OTEL_EXPORTER_OTLP_ENDPOINT;
  return endpoint !== undefined && found.OTEL_TRACES_EXPORTER === 'otlp' && found.OTEL_SDK_DISABLED === 'false';
}

function logSettings({
  NODE_ENV: where,
  LOG_LEVEL: level = where === 'development' ? 'debug' : 'info',
  LOG_FORMAT: format = where === 'production' ? 'json' : undefined,
}: Pick<z.output<typeof variables>, 'NODE_ENV' | 'LOG_LEVEL' | 'LOG_FORMAT'>): Pick<
  Environment,
  'logLevel' | 'logFormat'
> {
  return { logLevel: level, ...(format === undefined ? {} : { logFormat: format }) };
}

function dataHome({
  XDG_DATA_HOME: xdg,
  HOME: home,
}: {
  XDG_DATA_HOME?: string | undefined;
  HOME?: string | undefined;
}) {
  // The XDG specification has relative paths ignored.
  return xdg?.startsWith('/') === true ? xdg : join(home ?? homedir(), '.local', 'share');
}
