import { afterAll, beforeAll, describe } from 'vitest';
import { describeBreakers } from './breakers.testsuite.ts';
import { type Database, openDatabase } from './database.ts';
import { describeDeadLetters } from './dead-letters.testsuite.ts';
import { describeHealth } from './health/health.testsuite.ts';
import { describeHeartbeats } from './heartbeats/heartbeats.testsuite.ts';
import { describeHistory } from './history/history.testsuite.ts';
import { describeProfiles } from './profile/profile.testsuite.ts';
import { describeReports } from './report/report.testsuite.ts';
import { describeSavedTogether } from './saved-together.testsuite.ts';
import { describeStores } from './stores.testsuite.ts';

describe('the stores on an embedded database in memory', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({});
  }, 120_000);
  afterAll(() => database.close());

  describeBreakers(() => database);
  describeStores(() => database);
  describeSavedTogether(() => database);
  describeDeadLetters(() => database);
  describeHistory(() => database);
  describeReports(() => database);
  describeHeartbeats(() => database);
  describeProfiles(() => database);
  describeHealth(() => database);
});
