import { describe, expect, it } from 'vitest';
import { FakePoolGateway } from '../../../tests/support/api/fake-pool-gateway.ts';
import { DEFAULT_POOL_SETTINGS } from '../../domain/pool/settings.ts';
import { PoolReader } from './pool-reader.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');

function setUp() {
  const clock = { now: NOW };
  const gateway = new FakePoolGateway(() => clock.now);
  gateway.begin();
  const reader = new PoolReader(gateway, { default: DEFAULT_POOL_SETTINGS }, () => clock.now);
  return { clock, gateway, reader };
}

/** An answer that is held back until it is let go. */
function heldBack(gateway: FakePoolGateway): () => void {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  gateway.delay = promise;
  return () => {
    resolve(undefined);
  };
}

describe('a reader of pools', () => {
  it('puts one question at a time, even to a pool that takes longer than a second', async () => {
    const { clock, gateway, reader } = setUp();
    const letGo = heldBack(gateway);
    const first = reader.read('default');
    clock.now += 1_500;
    const second = reader.read('default');
    letGo();
    expect((await first).answer).toBe((await second).answer);
    expect(gateway.calls).toEqual(['read default']);
    await reader.read('default');
    expect(gateway.calls).toHaveLength(2);
  });

  it('forgets an answer that is on its way when the pool is changed meanwhile', async () => {
    const { gateway, reader, clock } = setUp();
    const letGo = heldBack(gateway);
    const before = reader.read('default');
    reader.forget('default');
    clock.now += 1;
    gateway.delay = Promise.resolve();
    const after = await reader.read('default');
    letGo();
    await before;
    expect(after.answer.asOf).toBe(NOW + 1);
    expect((await reader.glance('default'))?.answer).toBe(after.answer);
  });

  it('does not keep those waiting who only glance, and gives them what it knows', async () => {
    const { gateway, reader, clock } = setUp();
    const { answer } = await reader.read('default');
    clock.now += 2_000;
    heldBack(gateway);
    const begun = performance.now();
    expect(await reader.glance('default')).toEqual({ answer, stale: true });
    expect(performance.now() - begun).toBeLessThan(1_000);
    clock.now += 9_000;
    expect(await reader.glance('default')).toBeUndefined();
  });

  it('takes no answer for fresh that is from before the clock was set back', async () => {
    const { gateway, reader, clock } = setUp();
    await reader.read('default');
    clock.now -= 3_600_000;
    expect(await reader.glance('default')).toMatchObject({ stale: false, answer: { asOf: clock.now } });
    expect((await reader.read('default')).answer.asOf).toBe(clock.now);
    gateway.away = true;
    clock.now += 2_000;
    expect(await reader.glance('default')).toMatchObject({ stale: true, answer: { asOf: clock.now - 2_000 } });
  });

  it('has no glance of a pool that fails or is not declared', async () => {
    const { gateway, reader } = setUp();
    gateway.away = true;
    expect(await reader.glance('default')).toBeUndefined();
    expect(await reader.glance('gpu')).toBeUndefined();
    reader.forget('gpu');
  });
});
