import type { WorkRecord } from '../../persistence/recorder/record.ts';
import type { FromWorker } from './messages.ts';

/** A worker process's way to have records written by its parent. */
export interface IpcRecords {
  /** Resolves when the parent has taken them; rejects when the parent is gone. */
  write(records: readonly WorkRecord[]): Promise<void>;
  /** To be called for each message that the parent has dealt with. */
  recorded(id: number): void;
}

/** Hands records to the parent; `send` throws when the parent is gone. */
export function createIpcRecords(send: (message: FromWorker) => void): IpcRecords {
  const underWay = new Map<number, () => void>();
  let sent = 0;
  return {
    write: (records) =>
      new Promise((resolve) => {
        const id = (sent += 1);
        send({ kind: 'records', id, records });
        underWay.set(id, resolve);
      }),
    recorded(id) {
      underWay.get(id)?.();
      underWay.delete(id);
    },
  };
}
