import { newTask } from '../../../src/domain/task-state.ts';
import { openDatabase } from '../../../src/persistence/database.ts';
import { createTaskRunStore } from '../../../src/persistence/task-run-store.ts';
import { TRACEPARENT } from '../../support/traceparent.ts';

/**
 * A process that opens a database, as every process of Chimera does at start, and records tasks until it is ended:
 * `node open-and-record.ts <url or directory> <tasks>`. It prints a task's number once the task is recorded.
 */
const [place = '', tasks = '1'] = process.argv.slice(2);
const database = await openDatabase(place.includes('://') ? { url: place } : { directory: place });
const store = createTaskRunStore(database.db);
const request = { feature: `process ${process.pid}`, project: 'shop', target_url: 'http://localhost', priority: 5 };
for (let number = 0; number < Number(tasks); number += 1) {
  const id = `chimera-${((process.pid % 0xffff) * 0x1000000 + number).toString(16).padStart(12, '0')}`;
  await store.save(newTask(id, request, number, TRACEPARENT));
  process.stdout.write(`${number}\n`);
}
await database.close();
