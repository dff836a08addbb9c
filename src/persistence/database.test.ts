import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newTask } from '../domain/task-state.ts';
import { openDatabase } from './database.ts';
import { DirectoryInUseError } from './directory-lock.ts';
import { createTaskRunStore } from './task-run-store.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

const request = { feature: 'A visitor can search', project: 'shop', target_url: 'http://localhost:3000', priority: 5 };
const state = newTask('chimera-000000000001', request, 0, TRACEPARENT);

describe('the embedded database', () => {
  let folder: string;
  let directory: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chimera-db-'));
    directory = join(folder, 'deep', 'db');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps what was recorded, and is for one process at a time', { timeout: 120_000 }, async () => {
    const first = await openDatabase({ directory });
    await createTaskRunStore(first.db).save(state);
    await expect(openDatabase({ directory })).rejects.toThrow(DirectoryInUseError);
    await first.close();

    const second = await openDatabase({ directory });
    expect(second.kind).toBe('embedded');
    expect(await createTaskRunStore(second.db).get(state.task_id)).toEqual(state);
    await second.close();
  });

  it('gives its directory back when it cannot be opened', { timeout: 120_000 }, async () => {
    await expect(openDatabase({ directory, migrations: join(folder, 'none') })).rejects.toThrow(/_journal/);
    await expect(stat(`${directory}.lock`)).rejects.toThrow('ENOENT');
  });

  it('cannot be opened where a file is in the way', { timeout: 120_000 }, async () => {
    await writeFile(join(folder, 'deep'), '');
    await expect(openDatabase({ directory })).rejects.toThrow();
  });
});

describe('PostgreSQL', () => {
  it('is refused at once when nobody answers', async () => {
    await expect(openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none' })).rejects.toThrow('ECONNREFUSED');
  });
});
