import type { DeadLetterGateway } from '../temporal/tasks/dead-letter-gateway.ts';
import type { DeadLetterReading } from '../api/dlq/dead-letter-reader.ts';
import type { DeadLetter } from '../domain/dead-letter.ts';
import type { DeadLetterStore } from '../persistence/dead-letter-store.ts';

/** What the recovery works with. */
export interface DeadLetterRecoveryPorts {
  /** The ids of the tasks that Temporal lists as parked: that may lag a moment. */
  readonly parked: AsyncIterable<string>;
  readonly gateway: Pick<DeadLetterGateway, 'deadLetter'>;
  readonly mirror: Pick<DeadLetterStore, 'get' | 'save' | 'find'>;
  /** Reads an entry in the words of its workflow, and records what is new. */
  readonly read: (id: string) => Promise<DeadLetterReading>;
  /** Ends the recovery between two entries. */
  readonly signal?: AbortSignal;
}

/** Far more entries than are looked through one by one in a while. */
const MOST = 100_000;

/**
 * Brings the mirror of the dead letter queue in line with the workflows: entries that it lacks or has otherwise, and
 * those that it has as parked though Temporal does not. Safe to repeat and beside running tasks; gives how many changed.
 */
export async function recoverDeadLetters(ports: DeadLetterRecoveryPorts): Promise<number> {
  const { parked, gateway, mirror, read, signal } = ports;
  const listed = new Set<string>();
  let written = 0;
  for await (const taskId of parked) {
    signal?.throwIfAborted();
    const letter = await gateway.deadLetter(taskId);
    if (letter === undefined || letter === null) continue;
    listed.add(letter.id);
    if (isRecorded(letter, await mirror.get(letter.id))) continue;
    if (await mirror.save(letter)) written += 1;
  }
  const { ids } = await mirror.find({ status: 'parked' }, MOST);
  for (const id of ids) {
    signal?.throwIfAborted();
    if (listed.has(id)) continue;
    const { entry } = await read(id);
    if (entry.status !== 'parked') written += 1;
  }
  return written;
}

function isRecorded(letter: DeadLetter, recorded: DeadLetter | undefined): boolean {
  const { status, investigated, resolution } = letter;
  return recorded?.status === status && recorded.investigated === investigated && recorded.resolution === resolution;
}
