import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';
import { stringify } from 'yaml';
import { eventually } from '../support/eventually.ts';

const RULES = fileURLToPath(new URL('../../deploy/prometheus/rules/*.yml', import.meta.url));

/** One series of an answer. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A Prometheus that scrapes each second, with the rules that are shipped. */
export interface Prometheus {
  /** The samples of an expression now. @throws {Error} when Prometheus refuses it. */
  query(expression: string): Promise<readonly Sample[]>;
  stop(): Promise<void>;
}

/** Starts a Prometheus on jobs, each with what it scrapes (`host:port`). */
export async function startPrometheus(
  program: string,
  jobs: Readonly<Record<string, readonly string[]>>,
): Promise<Prometheus> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-prometheus-'));
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [RULES],
    scrape_configs: Object.entries(jobs).map(([job_name, targets]) => ({ job_name, static_configs: [{ targets }] })),
  };
  const configFile = join(directory, 'prometheus.yml');
  await writeFile(configFile, stringify(config));
  const port = await freePort();
  const server = spawn(
    program,
    [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  await eventually('Prometheus is ready', async () => {
    if (server.exitCode !== null) throw new Error(`Prometheus ended with exit code ${server.exitCode}.`);
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    return answer?.ok === true ? true : undefined;
  });
  return {
    query: (expression) => query(url, expression),
    stop: async () => {
      await ended(server);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function query(url: string, expression: string): Promise<readonly Sample[]> {
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expression }).toString()}`);
  const body = (await answer.json()) as {
    readonly status: string;
    readonly error?: string;
    readonly data?: { readonly result: readonly { metric: Record<string, string>; value: [number, string] }[] };
  };
  if (body.status !== 'success') throw new Error(`${expression}: ${body.error ?? 'refused'}`);
  return (body.data?.result ?? []).map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  await gone;
}

/** Where a worker says in its log that it shows its metrics, `host:port`. */
export async function metricsAddress(logFile: string): Promise<string> {
  return eventually('the worker shows its metrics', async () => {
    const url = /"url":"http:\/\/([^"/]+)\/metrics"/.exec(await readFile(logFile, 'utf8'))?.[1];
    return url;
  });
}
