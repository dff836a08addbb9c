import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorkerProcess, type WorkerProcess, type WorkerProcessOptions } from './worker-process.ts';

/** How a small worker behaves: it works and ends when asked; dies at once; has a wrong configuration; or never ends. */
export type Manner = 'works' | 'dies' | 'misconfigured' | 'never ends';

const PROGRAM = `
const manner = process.env.MANNER;
process.on('disconnect', () => process.exit(1));
if (manner === 'dies' || manner === 'misconfigured') {
  console.error('The ' + manner + ' worker says good bye');
  process.exit(manner === 'dies' ? 7 : 2);
}
const obeys = manner === 'works';
process.on('SIGTERM', () => {
  console.log('drains');
  if (obeys) process.exit(0);
});
process.on('message', (message) => {
  console.log('told ' + JSON.stringify(message));
  if (message.kind === 'stop' && obeys) process.exit(0);
});
console.log(JSON.stringify({ level: 'info', message: 'works', context: { pid: process.pid } }));
process.send({ kind: 'ready' });
if (process.env.RECORDS) process.send({ kind: 'records', id: 3, records: JSON.parse(process.env.RECORDS) });
if (process.env.METRICS) process.send({ kind: 'metrics', snapshot: JSON.parse(process.env.METRICS) });
if (process.env.BREAKER) process.send({ kind: 'question', id: 4, asks: { of: 'breaker', agent: process.env.BREAKER, event: { kind: 'enter', token: 'a' } } });
`;

/** The program of small worker processes, in a directory of its own, and a list of all that were started. */
export interface SmallWorkers {
  readonly entry: string;
  readonly started: WorkerProcess[];
  readonly lines: string[];
  start(manner: Manner, more?: Partial<WorkerProcessOptions>): WorkerProcess;
  /** Ends those that are left, and removes the program. */
  remove(): Promise<void>;
}

/** Writes the program down. */
export async function smallWorkers(): Promise<SmallWorkers> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-fleet-'));
  const entry = join(directory, 'worker.mjs');
  await writeFile(entry, PROGRAM);
  const started: WorkerProcess[] = [];
  const lines: string[] = [];
  return {
    entry,
    started,
    lines,
    start: (manner, { env, ...more } = {}) => {
      const worker = startWorkerProcess({
        entry,
        env: { MANNER: manner, ...env },
        onLine: (line) => lines.push(line),
        records: { record: () => undefined },
        store: {
          apply: () => Promise.reject(new Error('no breaker is expected here')),
          applyToAccount: () => Promise.reject(new Error('no account is expected here')),
          readSpent: () => Promise.reject(new Error('no budget is expected here')),
        },
        onMetrics: () => undefined,
        ...more,
      });
      started.push(worker);
      return worker;
    },
    remove: async () => {
      for (const worker of started) worker.kill();
      await Promise.all(started.map((worker) => worker.ended));
      await rm(directory, { recursive: true });
    },
  };
}
