import { beforeEach, describe, expect, it } from 'vitest';
import type { AccountEvent } from '../../domain/account/account.ts';
import type { Database } from '../database.ts';
import { agentAccounts } from '../schema.ts';
import { createAccountStore } from './account-store.ts';

/** What accounts must do on every database. */
export function describeAccounts(open: () => Database): void {
  const store = () => createAccountStore(open().db);
  const enter = (token: string, most?: number): AccountEvent => ({ kind: 'enter', token, most });
  const limit: AccountEvent = { kind: 'limited', wait_ms: 60_000, reason: 'slow \0down' };

  beforeEach(() => open().db.delete(agentAccounts));

  describe('the account of an agent', () => {
    it('lets calls in and takes note of nothing while nothing bounds them', async () => {
      const { entrance } = await store().apply('claude', enter('a'));
      expect(entrance).toEqual({ kind: 'admitted', place: false });
      expect((await store().all()).accounts.size).toBe(0);
    });

    it('lets no more of fifty in at once than may be, though they come by many ways, and gives each other a turn of its own', async () => {
      const steps = await Promise.all(
        Array.from({ length: 50 }, (_, index) => store().apply('claude', enter(String(index), 3))),
      );
      const turns = steps.flatMap(({ entrance, account }) => (entrance?.kind === 'refused' ? [account.last_turn] : []));
      expect(turns).toHaveLength(47);
      expect(new Set(turns).size).toBe(47);
      expect((await store().all()).accounts.get('claude')?.places).toHaveLength(3);
    });

    it('is closed for all by one limit, by the database’s clock', async () => {
      await store().apply('claude', limit);
      const { at, accounts } = await store().all();
      const { since = 0, until = 0, reason } = accounts.get('claude')?.closing ?? {};
      expect(until - since).toBe(120_000);
      expect(Math.abs(at - since)).toBeLessThan(60_000);
      expect(reason).toBe('slow \uFFFDdown');
      expect((await store().apply('claude', enter('a'))).entrance).toMatchObject({ kind: 'refused' });
      expect((await store().apply('codex', enter('a'))).entrance).toMatchObject({ kind: 'admitted' });
      await store().apply('claude', { kind: 'reopen' });
      expect((await store().apply('claude', enter('a'))).entrance).toEqual({ kind: 'admitted', place: true });
    });
  });
}
