import { stopTree } from '../../../host/process-tree.ts';
import type { DeploymentDependencies } from './dependencies.ts';
import type { StagingRecord, StagingRecords } from './staging-record.ts';
import { processTreeOf } from './staging-process.ts';

/**
 * Ends a deployment: every process of it is gone within 5 s, its port is free, its checkout, log and record are removed.
 * Safe to repeat. The record stays while anything else could not be removed, so that a sweep tries again.
 */
export async function tearDown(
  record: StagingRecord,
  records: StagingRecords,
  { removeCheckout }: Pick<DeploymentDependencies, 'removeCheckout'>,
): Promise<void> {
  await stopTree(await processTreeOf(record));
  await removeCheckout(record.directory);
  await records.remove(record);
}
