import type { Database } from './database.ts';
import { describeAccounts } from './accounts/accounts.testsuite.ts';
import { describeBreakers } from './breakers.testsuite.ts';
import { describeDeadLetters } from './dead-letters.testsuite.ts';
import { describeHealth } from './health/health.testsuite.ts';
import { describeHeartbeats } from './heartbeats/heartbeats.testsuite.ts';
import { describeHistory } from './history/history.testsuite.ts';
import { describeLedger } from './ledger/ledger.testsuite.ts';
import { describeProfiles } from './profile/profile.testsuite.ts';
import { describeReports } from './report/report.testsuite.ts';
import { describeSavedTogether } from './saved-together.testsuite.ts';
import { describeStores } from './stores.testsuite.ts';

/** What holds of every store, whichever database is under it. */
export function describeAllStores(database: () => Database): void {
  describeBreakers(database);
  describeAccounts(database);
  describeStores(database);
  describeSavedTogether(database);
  describeDeadLetters(database);
  describeHistory(database);
  describeLedger(database);
  describeReports(database);
  describeHeartbeats(database);
  describeProfiles(database);
  describeHealth(database);
}
