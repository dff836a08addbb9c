import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { execa } from 'execa';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEARCH_ATTRIBUTE_TYPES } from '../../src/runtime/temporal.ts';
import { findTool } from '../../src/toolchain/index.ts';
import { startTemporalServer, type TemporalServer } from '../../src/toolchain/temporal-server.ts';

const SCRIPT = join(import.meta.dirname, '../../temporal-config/set-up.sh');
const { IndexedValueType } = temporal.api.enums.v1;
const DAY_S = 86_400;

let directory: string;
let server: TemporalServer;
let connection: Connection;
let path: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimera-temporal-config-'));
  const cli = await findTool('temporal');
  if (cli === undefined) throw new Error('The Temporal CLI is missing: run `npm run setup` first');
  path = [dirname(cli.path), process.env['PATH']].join(delimiter);
  server = await startTemporalServer({
    namespace: 'another',
    searchAttributes: {},
    logFile: join(directory, 'temporal.log'),
    headless: true,
  });
  connection = await Connection.connect({ address: server.address });
});

afterAll(async () => {
  await connection.close();
  await server.kill();
  await rm(directory, { recursive: true, force: true });
});

/** Runs a command as the compose file does, with nothing else in its environment. */
function run(command: readonly [string, ...string[]], env: Record<string, string>) {
  const [program, ...args] = command;
  return execa(program, args, { env: { PATH: path, HOME: directory, ...env }, extendEnv: false, reject: false });
}

const setUp = (env: Record<string, string> = {}) => run(['sh', SCRIPT], { TEMPORAL_ADDRESS: server.address, ...env });

async function retentionDays(namespace: string): Promise<number> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / DAY_S;
}

async function attributes(namespace: string): Promise<Record<string, string | undefined>> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const ours = Object.entries(customAttributes).filter(([name]) => name.startsWith('Chimera'));
  return Object.fromEntries(ours.map(([name, type]) => [name, IndexedValueType[type]]));
}

const EXPECTED = Object.fromEntries(
  Object.entries(SEARCH_ATTRIBUTE_TYPES).map(([name, type]) => [name, `INDEXED_VALUE_TYPE_${type.toUpperCase()}`]),
);

describe('the set-up of a Temporal server', () => {
  it('makes the namespace with 30 days of retention and the search attributes that workflows set', async () => {
    expect(await setUp()).toMatchObject({ exitCode: 0 });
    expect(await retentionDays('chimera')).toBe(30);
    expect(await attributes('chimera')).toEqual(EXPECTED);
    expect(Object.keys(EXPECTED)).toHaveLength(4);
  });

  it('leaves all that as it is when it runs again, and takes another retention over', async () => {
    const again = await setUp();
    expect(again).toMatchObject({ exitCode: 0 });
    expect(await retentionDays('chimera')).toBe(30);
    expect(await setUp({ TEMPORAL_RETENTION: '240h' })).toMatchObject({ exitCode: 0 });
    await expect.poll(() => retentionDays('chimera'), { timeout: 20_000 }).toBe(10);
    expect(await attributes('chimera')).toEqual(EXPECTED);
  });

  it('leaves other namespaces alone', async () => {
    expect(await attributes('another')).toEqual({});
  });

  it('makes a namespace of another name when told so', async () => {
    expect(await setUp({ TEMPORAL_NAMESPACE: 'second' })).toMatchObject({ exitCode: 0 });
    expect(await attributes('second')).toEqual(EXPECTED);
  });

  it('fails with what the server says when an attribute has another type', async () => {
    const wrong = ['--namespace', 'another', '--name', 'ChimeraPriority', '--type', 'Text'];
    const env = { TEMPORAL_ADDRESS: server.address };
    expect(await run(['temporal', 'operator', 'search-attribute', 'create', ...wrong], env)).toMatchObject({
      exitCode: 0,
    });
    const { exitCode, stderr } = await setUp({ TEMPORAL_NAMESPACE: 'another', SET_UP_LIMIT: '2' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('ChimeraPriority');
  });

  it('gives up a server that does not answer, and says which', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const { exitCode, stdout, stderr } = await setUp({ TEMPORAL_ADDRESS: address, SET_UP_LIMIT: '1' });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(address);
    expect(stderr).toContain('No success within 1 s: temporal operator cluster health');
  });

  it('does not guess where the server is', async () => {
    const { exitCode, stderr } = await run(['sh', SCRIPT], {});
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('TEMPORAL_ADDRESS: must be set');
  });
});

describe('the health check of a Temporal server', () => {
  const check = ['temporal', 'operator', 'cluster', 'health'] as const;

  it('passes while it serves, and fails when there is none', async () => {
    expect(await run(check, { TEMPORAL_ADDRESS: server.address })).toMatchObject({ exitCode: 0 });
    const nowhere = `127.0.0.1:${await freePort()}`;
    expect((await run(check, { TEMPORAL_ADDRESS: nowhere })).exitCode).not.toBe(0);
  });
});
