import { afterAll, beforeAll, describe } from 'vitest';
import { describeAllStores } from './all-stores.testsuite.ts';
import { type Database, openDatabase } from './database.ts';

describe('the stores on an embedded database in memory', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({});
  }, 120_000);
  afterAll(() => database.close());

  describeAllStores(() => database);
});
