import { expect, it } from 'vitest';
import { profileClock } from './profile-clock.ts';

it('phases are profiled by a clock that is never set back, unless they are not to be', () => {
  const config = { profiling: { enabled: true } };
  const clock = profileClock({ config, environment: {} });
  const first = clock?.() ?? Number.NaN;
  expect(clock?.()).toBeGreaterThanOrEqual(first);
  expect(profileClock({ config, environment: { profiling: false } })).toBeUndefined();
});
