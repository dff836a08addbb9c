import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnActionView } from '../../src/contract/own-action.ts';
import { eventually } from '../support/eventually.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { type HealthApi, type HealthSite, startHealthSite, USUAL_CAP } from './health.site.ts';

let site: HealthSite;
let first: HealthApi;
let second: HealthApi;

beforeAll(async () => {
  site = await startHealthSite();
  [first, second] = await Promise.all([site.startApi(), site.startApi()]);
});
afterAll(() => site.stop());

/** Hands in eight tasks, of which one works until the gate is opened. */
async function fill(name: string): Promise<Gate> {
  const gate = createGate();
  const statuses = await Promise.all(
    Array.from({ length: 8 }, (_, index) => first.submit(`${name}-${index}`, gate.scripts)),
  );
  expect(new Set(statuses)).toEqual(new Set([201]));
  return gate;
}

const newest = (api: HealthApi, what: string, is: (remedy: OwnActionView) => boolean): Promise<OwnActionView> =>
  eventually(what, async () => {
    const [remedy] = await api.remedies();
    return remedy !== undefined && is(remedy) ? remedy : undefined;
  });

/** Waits until an API has seen so many samples more. */
async function samplesLater(api: HealthApi, count: number): Promise<void> {
  const seen = new Set<string | null>([(await api.report()).as_of]);
  await eventually(`${count} samples more`, async () =>
    seen.add((await api.report()).as_of).size > count ? true : undefined,
  );
}

const queueCheck = async (api: HealthApi) => (await api.report()).checks.find(({ name }) => name === 'queue:default');

describe('a queue over the threshold', () => {
  it('has intake limited, which is written down; drained, that is taken back, which is written down as well', async () => {
    const gate = await fill('long');
    const applied = await newest(first, 'intake is limited', ({ status }) => status === 'in_force');
    expect(applied).toMatchObject({
      kind: 'limit_intake',
      pool: 'default',
      effect: 'at most 3 tasks may wait for pool default',
    });
    const { cause, effect, figures, id } = applied;
    // Some of them may have been on their way.
    expect(cause).toMatch(/^[4-7] tasks wait for pool default after \d+(\.\d)? s, and it cannot be made larger$/);
    expect(figures).toMatchObject({ size: 1, max: 1, active: 1, queue_cap: USUAL_CAP });
    expect(await first.queueCap()).toBe(3);
    expect(await first.submit('one-too-many', gate.scripts)).toBe(429);
    for (const api of [first, second]) {
      expect((await api.report()).remediation).toEqual([applied]);
      const check = await eventually('all of them wait', async () => {
        const found = await queueCheck(api);
        return found?.current_value === 7 ? found : undefined;
      });
      expect(check).toMatchObject({ status: 'fail', threshold: 3 });
    }

    gate.open();
    const over = await newest(second, 'intake is as it was', ({ status }) => status === 'over');
    expect(over).toMatchObject({ id, cause, effect, figures, ended_by: 'chimera' });
    expect(Date.parse(over.ended_at ?? '')).toBeGreaterThan(Date.parse(over.applied_at));
    expect(over.end_reason).toMatch(/; at most 2000 tasks may wait for pool default$/);
    expect(await first.queueCap()).toBe(USUAL_CAP);
    expect(await queueCheck(first)).toMatchObject({ status: 'pass', current_value: 0 });
    expect((await first.report()).remediation).toEqual([over]);
  });

  it('is not seen to again after an operator took that back, at whichever process', async () => {
    const gate = await fill('reverted');
    const { id } = await newest(first, 'intake is limited again', ({ status }) => status === 'in_force');
    for (const api of [second, first]) {
      const { status, body } = await api.revert(id);
      expect(status).toBe(200);
      expect(body).toMatchObject({ id, status: 'over', ended_by: 'operator' });
      expect(body.end_reason).toBe('an operator took it back; at most 2000 tasks may wait for pool default');
    }
    expect(await second.queueCap()).toBe(USUAL_CAP);
    await samplesLater(second, 5);
    expect(await queueCheck(second)).toMatchObject({ status: 'fail' });
    expect(await second.queueCap()).toBe(USUAL_CAP);
    expect((await second.remedies())[0]?.id).toBe(id);
    gate.open();
  });
});

describe('several processes on one PostgreSQL', () => {
  it('take one sample an interval together, and go on when one is closed', async () => {
    await samplesLater(first, 3);
    const [one, other] = [await first.report(), await second.report()];
    expect(Math.abs(Date.parse(one.as_of ?? '') - Date.parse(other.as_of ?? ''))).toBeLessThan(5_000);
    await first.close();
    await samplesLater(second, 2);
    first = await site.startApi();
    await samplesLater(first, 2);
    expect((await first.report()).status).not.toBe('unknown');
  });
});
