import type { ChimeraConfig } from '../config/chimera-config.ts';
import type { Environment } from '../config/env.ts';
import { createProcessMetrics, type ProcessMetrics } from '../journal/counters.ts';
import type { JournalReader } from '../journal/event.ts';
import { breakerJournal } from '../journal/worker-journal.ts';
import type { Logger } from '../observability/logging.ts';
import { exportRecorder } from '../journal/recorder-metrics.ts';
import { type ApplyToAccount, createAccountStore } from '../persistence/accounts/account-store.ts';
import { type AgentAccounts, createAgentAccounts } from '../persistence/accounts/agent-accounts.ts';
import { type ApplyToBreaker, createBreakerStore } from '../persistence/breaker-store.ts';
import { type CircuitBreakers, createCircuitBreakers } from '../persistence/circuit-breakers.ts';
import type { Queries } from '../persistence/database.ts';
import { createLedgerStore, type ReadSpent } from '../persistence/ledger/ledger-store.ts';
import type { Recorder } from '../persistence/recorder/recorder.ts';
import { type ChangeInspector, createChangeInspector } from './change-inspector.ts';
import { profileClock } from './profile-clock.ts';
import { databaseRecorder } from './records.ts';
import type { Stack } from './stack.ts';

/** How a process writes records, has events happen to breakers and accounts, and reads what was spent. */
export interface Store {
  readonly records: Recorder;
  readonly apply: ApplyToBreaker;
  readonly applyToAccount: ApplyToAccount;
  readonly readSpent: ReadSpent;
}

/** What every process that serves or works is put together from, whatever it does with it. */
export interface Parts extends Store {
  readonly metrics: ProcessMetrics;
}

/** What a worker is given besides. */
export interface WorkerParts extends Pick<Parts, 'records' | 'readSpent'> {
  readonly counters: JournalReader;
  readonly breakers: CircuitBreakers;
  readonly accounts: AgentAccounts;
  readonly inspectChange: ChangeInspector['inspectChange'];
}

/** The store of a process that has the database open. It counts and logs the changes of breakers that it makes. */
export function databaseStore(
  db: Queries,
  setup: { readonly environment: Environment; readonly config: ChimeraConfig; readonly log: Logger },
): (metrics: ProcessMetrics) => Store {
  const { config, log } = setup;
  return ({ counters }) => ({
    records: databaseRecorder(db, log, profileClock(setup)),
    apply: createBreakerStore(db, config.breaker, breakerJournal(counters, log)).apply,
    applyToAccount: createAccountStore(db).apply,
    readSpent: createLedgerStore(db).spent,
  });
}

/** Puts the parts of a process on its stack, so that records are stopped before their store is closed. */
export function assembleParts(stack: Stack, store: (metrics: ProcessMetrics) => Store): Parts {
  const metrics = createProcessMetrics();
  const { records, ...asked } = store(metrics);
  stack.push(() => records.stop());
  exportRecorder(metrics.registry, () => records.counts);
  return { records, ...asked, metrics };
}

/** Puts on the stack what a worker in this process needs besides. */
export function assembleWorkerParts(
  stack: Stack,
  { records, apply, applyToAccount, readSpent, metrics }: Parts,
  { config, log }: { readonly config: Pick<ChimeraConfig, 'breaker'>; readonly log: Logger },
): WorkerParts {
  const breakers = createCircuitBreakers({ apply, settings: config.breaker, log });
  const accounts = createAgentAccounts({ apply: applyToAccount, log });
  const { inspectChange, close } = createChangeInspector();
  stack.push(close);
  return { records, readSpent, counters: metrics.counters, breakers, accounts, inspectChange };
}
