import type { SpanSink } from '../domain/trace/span.ts';
import type { BreakerChange } from '../persistence/breaker-store.ts';
import type { RecordSink } from '../persistence/recorder/recorder.ts';
import { createJournal, type Journal, type JournalReader } from './event.ts';
import { type LineLog, linesReader } from './lines.ts';
import { profileReader } from './profile.ts';
import { rowsReader } from './rows.ts';
import { spansReader } from './spans.ts';

/** Who reads what happens at a worker. */
export interface JournalSetup {
  readonly records: RecordSink;
  readonly log: LineLog;
  readonly counters: JournalReader;
  readonly heartbeats: JournalReader;
  /** Where spans go besides. */
  readonly exported?: SpanSink | undefined;
  /** A clock in ms that is never set back, where it is measured what phases spend their time on. */
  readonly profileClock?: (() => number) | undefined;
}

/** A worker's journal, with all its readers. */
export function workerJournal(setup: JournalSetup): Journal {
  const { records, log, counters, heartbeats, exported, profileClock } = setup;
  const kept: SpanSink = {
    record: (span) => {
      records.record({ of: 'span', span });
    },
  };
  return createJournal([
    rowsReader(records),
    linesReader(log),
    spansReader(exported === undefined ? [kept] : [kept, exported]),
    counters,
    heartbeats,
    // Last, so that what the database takes for an attempt's records is told with its profile.
    ...(profileClock === undefined ? [] : [profileReader(records, profileClock)]),
  ]);
}

/** Has the changes of breakers that this process makes counted, and told in the log. */
export function breakerJournal(counters: JournalReader, log: LineLog): (change: BreakerChange) => void {
  const journal = createJournal([counters, linesReader(log)]);
  return (change) => {
    journal.tell({ kind: 'breaker_changed', ...change });
  };
}
