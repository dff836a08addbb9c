import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StagingRecord, type StagingRecords, stagingRecords } from './staging-record.ts';

const record: StagingRecord = {
  task_id: 'chimera-0123456789ab',
  run_id: 'run-1',
  lease_token: 3,
  commit_sha: 'abc',
  command: 'npm start',
  health_path: '/',
  directory: '/checkouts/1',
  started_at: '2026-01-01T00:00:00.000Z',
};
let folder: string;
let records: StagingRecords;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staging-record-'));
  records = stagingRecords(folder);
});
afterEach(() => rm(folder, { recursive: true }));

describe('the records of deployments', () => {
  it('are empty before the first deployment', async () => {
    expect(await records.taskIds()).toEqual([]);
    expect(await records.read(record.task_id)).toBeUndefined();
  });
  it('are read as they were written, by whoever reads them', async () => {
    const running = { pid: 7, identity: 'x', port: 80, deployment_url: 'http://127.0.0.1:80' };
    await records.write(record);
    await records.write({ ...record, process: running });
    expect(await stagingRecords(folder).read(record.task_id)).toEqual({ ...record, process: running });
    expect(await records.taskIds()).toEqual([record.task_id]);
    expect(await readdir(join(folder, 'staging'))).toHaveLength(1);
  });
  it('are removed with their log', async () => {
    await records.write(record);
    await writeFile(records.logOf(record.task_id), 'text');
    await records.remove(record);
    await records.remove(record);
    expect(await readdir(join(folder, 'staging'))).toEqual([]);
  });
  it('outlive the removal of an earlier deployment of their task', async () => {
    await records.write({ ...record, run_id: 'run-2' });
    await records.remove(record);
    expect(await records.read(record.task_id)).toMatchObject({ run_id: 'run-2' });
  });
  it('are never mistaken when they are broken', async () => {
    await records.write(record);
    await writeFile(join(folder, 'staging', `${record.task_id}.json`), '{"task_id": 3}');
    await expect(records.read(record.task_id)).rejects.toThrow('is no record');
  });
  it('cannot be reached by a path in the place of a task id', async () => {
    await expect(records.read('../../etc/passwd')).rejects.toThrow("is not a task's id");
    expect(() => records.lockOf('../../etc/passwd')).toThrow("is not a task's id");
  });
});
