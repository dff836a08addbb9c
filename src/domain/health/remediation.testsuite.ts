import { remediate } from './remediation.ts';
import { NO_REMEDIES, type RemediationState } from './remedy.ts';
import type { HealthSample, PoolFigures } from './sample.ts';
import { NOW, over, sample, SETTINGS } from './samples.testsuite.ts';

/** What is decided at the time of the last sample, unless another is given. */
export const act = (
  samples: readonly HealthSample[],
  state: RemediationState = NO_REMEDIES,
  now = samples.at(-1)?.at ?? NOW,
) => remediate(state, { samples, now }, SETTINGS);

/** What is decided, in words. */
export const kinds = (samples: readonly HealthSample[], state?: RemediationState) =>
  act(samples, state).actions.map(({ does, remedy }) => `${does} ${remedy.kind}`);

/** A pool that stays like this for so long, up to a moment. */
export const during = (span: number, pool: Partial<PoolFigures>, until = NOW) =>
  over(span, (at) => sample(at, pool), until);
