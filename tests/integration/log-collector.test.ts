import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../support/deployment/compose-file.ts';
import { eventually } from '../support/eventually.ts';
import { memoryLog } from '../support/memory-log.ts';

const CONFIG = join(ROOT, 'deploy/logs/otel-collector.yaml');
const ABOUT = {
  task_id: 'chimera-0123456789ab',
  workflow_phase: 'GUARDIAN_REVIEW',
  trace_id: 'trace-8448eb211c80319c',
  span_id: 'span-69203331',
};

/** The collector's own program, under the names of its two distributions. */
async function collector(): Promise<string | undefined> {
  for (const name of ['otelcol-contrib', 'otelcol']) {
    if ((await execa(name, ['components'], { reject: false })).exitCode === 0) return name;
  }
  return undefined;
}

const program = await collector();

/** A line as Chimera's log writes it. */
function writtenLine(): string {
  const { log, written } = memoryLog();
  log.warn({ ...ABOUT, agent: 'guardian-agent', active_workflows: 3 }, 'The attempt failed');
  return written()[0] ?? '';
}

interface Operator {
  readonly type: string;
  readonly if?: string;
  readonly expr?: string;
  readonly from?: string;
  readonly field?: string;
}

describe('the configuration of the log collector', () => {
  it('takes apart what Chimera’s log writes', async () => {
    const config = parse(await readFile(CONFIG, 'utf8')) as {
      readonly receivers: { readonly filelog: { readonly operators: readonly Operator[] } };
    };
    const { operators } = config.receivers.filelog;
    const line = writtenLine();
    const form = /matches '(.*)'\)$/.exec(operators.find(({ type }) => type === 'filter')?.expr ?? '')?.[1] ?? '';
    expect(line).toMatch(new RegExp(form.replace('^{', String.raw`^\{`)));
    const taken = operators.flatMap(({ from, field }) => /^attributes\.(\w+)$/.exec(from ?? field ?? '')?.[1] ?? []);
    expect(taken).toEqual(['message', 'component', 'timestamp', 'level']);
    for (const field of taken) expect(JSON.parse(line)).toHaveProperty(field);
  });
});

interface Received {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeLogs: readonly { readonly logRecords: readonly LogRecord[] }[];
  }[];
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly kvlistValue?: { readonly values: readonly Attribute[] } };
}

interface LogRecord {
  readonly severityText: string;
  readonly timeUnixNano: string;
  readonly body: { readonly stringValue: string };
  readonly attributes: readonly Attribute[];
}

const textsOf = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? textsIn(value)]));
const textsIn = (value: Attribute['value']): unknown => textsOf(value.kvlistValue?.values ?? []);

describe.skipIf(program === undefined)('the log collector', () => {
  let directory: string;
  let running: ChildProcess;
  const received: Received[] = [];
  const loki = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString()) as Received);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'chimera-collector-'));
    await mkdir(join(directory, 'storage'));
    await new Promise<void>((resolve) => loki.listen(0, '127.0.0.1', resolve));
    const { port } = loki.address() as AddressInfo;
    const readable = 'yaml:exporters::otlphttp::encoding: json';
    running = spawn(
      program ?? '',
      ['--config', CONFIG, '--config', readable, '--config', 'yaml:exporters::otlphttp::compression: none'],
      {
        env: {
          PATH: process.env['PATH'],
          COLLECTOR_STORAGE: join(directory, 'storage'),
          CHIMERA_LOGS: join(directory, '*.log'),
          LOKI_OTLP_ENDPOINT: `http://127.0.0.1:${port}/otlp`,
        },
        stdio: 'ignore',
      },
    );
  });
  afterAll(async () => {
    const gone = once(running, 'exit');
    running.kill('SIGTERM');
    await gone;
    loki.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('hands on a line of a process and one that Docker wrapped, by their fields, and nothing of other programs', async () => {
    const line = writtenLine();
    const wrapped = JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: '2026-03-01T12:00:00.000000000Z' });
    const others = ['{"level":"info","ts":"2026-03-01","msg":"Temporal’s"}', 'LOG:  checkpoint starting'];
    await appendFile(join(directory, 'api.log'), `${[...others, line].join('\n')}\n`);
    await appendFile(join(directory, 'docker-json.log'), `${wrapped}\n`);
    const all = () => received.flatMap(({ resourceLogs }) => resourceLogs);
    await eventually('both lines arrive', () => {
      const count = all().flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)).length;
      return Promise.resolve(count >= 2 ? count : undefined);
    });
    const records = all().flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
    expect(records).toHaveLength(2);
    for (const { resource } of all()) {
      expect(textsOf(resource.attributes)).toMatchObject({ 'service.name': 'test', 'service.namespace': 'chimera' });
    }
    const { timestamp } = JSON.parse(line) as { timestamp: string };
    for (const { severityText, body, attributes, timeUnixNano } of records) {
      expect([severityText, body.stringValue]).toEqual(['warn', 'The attempt failed']);
      expect(Number(timeUnixNano) / 1e6).toBeCloseTo(Date.parse(timestamp), 0);
      expect(textsOf(attributes)).toMatchObject({ ...ABOUT, context: { agent: 'guardian-agent' } });
    }
  });
});
