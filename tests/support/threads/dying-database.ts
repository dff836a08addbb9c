import { parentPort } from 'node:worker_threads';
import type { DatabaseResponse, DatabaseRequest } from '../../../src/persistence/embedded/messages.ts';

// In the place of a database: it answers with the statement, and "die" ends it.
const say = (message: DatabaseResponse): void => {
  parentPort?.postMessage(message);
};
parentPort?.on('message', (message: DatabaseRequest) => {
  if (message.kind === 'close') parentPort?.close();
  else if (message.text === 'die') process.exit(1);
  else say({ kind: 'answer', id: message.id, answer: { rows: [message.text], affectedRows: 0 } });
});
say({ kind: 'open' });
