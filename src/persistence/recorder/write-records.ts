import { kindOf, KINDS, type RecordKind, type WorkRecord } from './record.ts';

/** Where the rows of each kind of record go. */
export type RecordStores = {
  readonly [Kind in RecordKind]: { saveAll(rows: readonly RowOf<Kind>[]): Promise<void> };
};

type RowOf<Kind extends RecordKind> = ReturnType<(typeof KINDS)[Kind]['row']>;

/** Writes records about different things, a statement a kind. Repeating it after an error does no harm. */
export function recordWriter(stores: RecordStores) {
  return async (records: readonly WorkRecord[]): Promise<void> => {
    for (const kind of Object.keys(KINDS) as RecordKind[]) {
      const rows = records.filter(({ of }) => of === kind).map((record) => kindOf(record).row(record));
      const store: { saveAll(rows: readonly unknown[]): Promise<void> } = stores[kind];
      if (rows.length > 0) await store.saveAll(rows);
    }
  };
}
