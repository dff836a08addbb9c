import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Connection } from '@temporalio/client';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isRunning } from '../../src/host/process.ts';
import { startTemporalServer, type TemporalServer } from '../../src/toolchain/temporal-server.ts';
import type { TemporalServerOptions } from '../../src/toolchain/temporal-server-arguments.ts';

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'chimera-temporal-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function start(options: TemporalServerOptions): Promise<TemporalServer> {
  const server = await startTemporalServer(options);
  onTestFinished(() => server.kill());
  return server;
}

const inMemory = (path: string): TemporalServerOptions => ({
  namespace: 'chimera',
  searchAttributes: { ChimeraStatus: 'Keyword', ChimeraPriority: 'Int' },
  logFile: join(path, 'temporal.log'),
});

async function registered(address: string): Promise<{ id: string | undefined; attributes: readonly string[] }> {
  const connection = await Connection.connect({ address });
  try {
    const namespace = await connection.workflowService.describeNamespace({ namespace: 'chimera' });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'chimera' });
    const ours = Object.keys(customAttributes).filter((name) => name.startsWith('Chimera'));
    return { id: namespace.namespaceInfo?.id ?? undefined, attributes: ours.sort() };
  } finally {
    await connection.close();
  }
}

describe('the Temporal dev server', () => {
  it('killed and started again on its file has lost neither namespace nor search attributes nor workflows', async () => {
    const path = await directory();
    const options = { ...inMemory(path), dbFile: join(path, 'state', 'temporal.db') };
    const first = await start(options);
    const before = await registered(first.address);
    const connection = await Connection.connect({ address: first.address });
    await connection.workflowService.startWorkflowExecution({
      namespace: 'chimera',
      workflowId: 'kept',
      requestId: 'once',
      workflowType: { name: 'any' },
      taskQueue: { name: 'nobody' },
    });
    await connection.close();
    await first.kill();
    expect(isRunning(first.pid)).toBe(false);

    const second = await start(options);
    expect(await registered(second.address)).toEqual(before);
    expect(before.attributes).toEqual(['ChimeraPriority', 'ChimeraStatus']);
    const again = await Connection.connect({ address: second.address });
    const kept = await again.workflowService.describeWorkflowExecution({
      namespace: 'chimera',
      execution: { workflowId: 'kept' },
    });
    expect(kept.workflowExecutionInfo?.type?.name).toBe('any');
    await again.close();
  });

  it('shows its Web UI, stops when asked, twice if need be, and leaves no process', async () => {
    const server = await start(inMemory(await directory()));
    expect((await fetch(server.uiUrl ?? '')).status).toBe(200);
    await server.stop();
    await server.stop();
    await server.exited;
    expect(isRunning(server.pid)).toBe(false);
  });

  it('has no Web UI when headless', async () => {
    const server = await start({ ...inMemory(await directory()), headless: true });
    expect(server.uiUrl).toBeUndefined();
    await server.stop();
  });

  it('tells with the tail of its log why it did not start', async () => {
    const path = await directory();
    const dbFile = join(path, 'a-directory');
    await mkdir(dbFile);
    const starting = start({ ...inMemory(path), dbFile });
    await expect(starting).rejects.toThrow(/ended at once with exit code 1\. Its log ends with:\n.*\S/);
    expect(await readFile(join(path, 'temporal.log'), 'utf8')).not.toBe('');
  });

  it('names a port that is in use instead of taking its user for the server', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(start({ ...inMemory(await directory()), port })).rejects.toThrow(`port ${port} is in use`);
  });

  it('is taken over from a starter that was killed, and its file goes on', async () => {
    const path = await directory();
    const options = { ...inMemory(path), dbFile: join(path, 'temporal.db'), headless: true };
    const module = pathToFileURL(join(import.meta.dirname, '../../src/toolchain/temporal-server.ts')).href;
    const program = `
      import { startTemporalServer } from ${JSON.stringify(module)};
      const { pid } = await startTemporalServer(${JSON.stringify(options)});
      console.log(pid);`;
    const starter = execa(process.execPath, ['--input-type=module', '-e', program], { reject: false });
    const orphan = await new Promise<number>((resolve) => {
      starter.stdout.once('data', (chunk: Buffer) => {
        resolve(Number(chunk.toString()));
      });
    });
    starter.kill('SIGKILL');
    await starter;
    expect(isRunning(orphan)).toBe(true);
    const server = await start(options);
    const { stdout } = await execa('ps', ['-o', 'args=', '-p', String(orphan)], { reject: false });
    expect(stdout).not.toContain(options.dbFile);
    expect((await registered(server.address)).attributes).toHaveLength(2);
  });
});
