import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Side } from './side.ts';

/** A batch of pipelines that all ended well. */
export interface Batch {
  readonly ids: readonly string[];
  /** From the first start to the answer of the last start call, in s. */
  readonly submitted_s: number;
  /** From the first start to the last end, in s. */
  readonly ended_s: number;
}

/** Starts that many pipelines, so many start calls at a time; resolves with their ids in the order of the calls. */
export async function startAll(side: Side, count: number, atOnce: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => `chimera-${randomBytes(6).toString('hex')}`);
  await inLanes(ids, atOnce, (id) => side.start(id));
  return ids;
}

/** Calls that wait for ends at once: Temporal refuses long calls beyond some 1 200, pollers among them. */
const WAITING_AT_ONCE = 50;

/** Waits for the ends of pipelines. @throws when one did not end well. */
export async function untilEnded({ workflow }: Client, ids: readonly string[]): Promise<void> {
  await inLanes(ids, WAITING_AT_ONCE, async (id) => {
    await workflow.getHandle(id).result();
  });
}

async function inLanes(ids: readonly string[], lanes: number, job: (id: string) => Promise<void>): Promise<void> {
  const left = ids.values();
  const lane = async (): Promise<void> => {
    for (const id of left) await job(id);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Runs a batch from the first start to the last end. */
export async function runBatch(client: Client, side: Side, count: number, atOnce: number): Promise<Batch> {
  const begun = performance.now();
  const seconds = (): number => (performance.now() - begun) / 1_000;
  const ids = await startAll(side, count, atOnce);
  const submitted_s = seconds();
  await untilEnded(client, ids);
  return { ids, submitted_s, ended_s: seconds() };
}
