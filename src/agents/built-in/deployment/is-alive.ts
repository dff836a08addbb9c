import { identityOf } from '../../../host/process.ts';
import { probeUrl } from './probe.ts';
import type { StagingRecord } from './staging-record.ts';

const TRIES = 2;

/** Whether a recorded deployment's process is the one that was started, and healthy; a busy one is asked twice. */
export async function isAlive({ process: leader, health_path }: StagingRecord, signal?: AbortSignal): Promise<boolean> {
  if (leader === undefined) return false;
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    if ((await identityOf(leader.pid)) !== leader.identity) return false;
    if ((await probeUrl(new URL(health_path, leader.deployment_url).href, signal)).healthy) return true;
  }
  return false;
}
