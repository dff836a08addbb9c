import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DatabaseLostError } from './connection.ts';
import { type EmbeddedClient, openEmbeddedClient } from './embedded-client.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Answers with the statement, and ends when it is told to die. */
const DYING = new URL('../../../tests/support/threads/dying-database.ts', import.meta.url);

let client: EmbeddedClient;

const reasonOf = (result: Promise<unknown>): Promise<unknown> => result.catch((error: unknown) => error);
const rowsOf = async (text: string, values?: readonly unknown[]): Promise<readonly unknown[]> =>
  (await client.query(text, values)).rows;

describe('the embedded database on its thread', () => {
  // A second or more for each that is opened.
  beforeAll(async () => {
    client = await openEmbeddedClient({});
  }, 60_000);
  afterAll(() => client.close());

  it('answers as PGlite does, but for times, which stay as they are written', async () => {
    const text = `select 1 as one, $1::text as text, $2::jsonb as json, true as yes, '2026-03-01 12:00:00+00'::timestamptz as at`;
    const row = { one: 1, text: 'ä', json: { a: [1] }, yes: true, at: '2026-03-01 12:00:00+00' };
    expect(await rowsOf(text, ['ä', { a: [1] }])).toEqual([row]);
    const { rows } = await client.query(text, ['ä', { a: [1] }], { rowMode: 'array' });
    expect(rows).toEqual([Object.values(row)]);
  });

  it('refuses with the code of the error', async () => {
    expect(await reasonOf(client.query('select nothing'))).toMatchObject({
      message: 'column "nothing" does not exist',
      code: '42703',
    });
    expect(await rowsOf('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('keeps what comes meanwhile out of a transaction, and takes back one that fails', async () => {
    await client.query('create table t (a int)');
    const failing = client.transaction(async ({ query }) => {
      await query('insert into t values (1)');
      expect((await query('select * from t')).rows).toHaveLength(1);
      throw new Error('no');
    });
    const meanwhile = rowsOf('select * from t');
    expect(String(await reasonOf(failing))).toContain('no');
    expect(await meanwhile).toEqual([]);
    expect(
      await client.transaction(async ({ query }) => (await query('insert into t values (2) returning a')).rows),
    ).toEqual([{ a: 2 }]);
    expect(await rowsOf('select * from t')).toEqual([{ a: 2 }]);
  });

  it('leaves the event loop free while it computes', async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 10);
    await client.query('select count(*) from generate_series(1, 3000000) as n where n % 7 = 0');
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });
});

describe('the thread of an embedded database', () => {
  afterEach(() => client.close());

  it('is opened again when its thread has ended', async () => {
    client = await openEmbeddedClient({ directory: 'anywhere' }, DYING);
    expect(await rowsOf('one')).toEqual(['one']);
    const asked = [client.query('die'), client.query('two')].map(reasonOf);
    expect(await asked[0]).toBeInstanceOf(DatabaseLostError);
    expect(await asked[1]).toMatchObject({ rows: ['two'] });
  });

  it('is gone with its thread when it was in memory', async () => {
    client = await openEmbeddedClient({}, DYING);
    expect(await reasonOf(client.query('die'))).toBeInstanceOf(DatabaseLostError);
    expect(await reasonOf(client.query('two'))).toBeInstanceOf(DatabaseLostError);
  });

  it('loses a transaction with its thread', async () => {
    client = await openEmbeddedClient({ directory: 'anywhere' }, DYING);
    const lost = client.transaction(({ query }) => query('die'));
    expect(await reasonOf(lost)).toBeInstanceOf(DatabaseLostError);
    expect(await rowsOf('two')).toEqual(['two']);
  });

  it('takes no statement once it is closed, and can be closed twice', async () => {
    client = await openEmbeddedClient({}, DYING);
    await client.close();
    await client.close();
    expect(await reasonOf(client.query('one'))).toBeInstanceOf(DatabaseLostError);
  });

  it('says why it cannot be opened', async () => {
    const nowhere = await reasonOf(openEmbeddedClient({}, new URL('./none.ts', import.meta.url)));
    expect(String(nowhere)).toContain('none.ts');
    client = await openEmbeddedClient({}, DYING);
  });
});
