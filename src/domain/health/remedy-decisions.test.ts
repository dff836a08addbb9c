import { describe, expect, it } from 'vitest';
import { gone, takeBackNow } from './remedy-decisions.ts';
import { remediate } from './remediation.ts';
import { NO_REMEDIES, type RemediationState } from './remedy.ts';
import { MINUTE, NOW, over, sample, SETTINGS } from './samples.testsuite.ts';

const NAME = 'raise_size:default';
const samples = over(5 * MINUTE, (at) => sample(at, { active: 5, utilization_pct: 100 }));
const { state } = remediate(NO_REMEDIES, { samples, now: NOW }, SETTINGS);
const LATER = NOW + MINUTE;

const takenBack = (before: RemediationState, now = LATER) => takeBackNow(before, NAME, now, SETTINGS);

describe('a remedy that an operator takes back', () => {
  it('is taken back at once, whatever the spacing, and not applied again for half an hour', () => {
    const decision = takenBack(state);
    expect(decision?.action).toMatchObject({
      does: 'take_back',
      remedy: { kind: 'raise_size', from_size: 5, ending_at: LATER },
      at: LATER,
      reason: 'an operator took it back',
    });
    expect(decision?.state).toMatchObject({
      in_force: [{ ending_at: LATER }],
      acted: { default: LATER },
      hands_off: { [NAME]: LATER + 30 * MINUTE },
    });
    const full = over(10 * MINUTE, (at) => sample(at, { active: 5, utilization_pct: 100 }), LATER + 20 * MINUTE);
    const after = gone(decision?.state ?? state, NAME, LATER);
    expect(remediate(after, { samples: full, now: LATER + 20 * MINUTE }, SETTINGS).actions).toEqual([]);
  });

  it('is left as it is when it is being taken back already, and then not applied again either', () => {
    const first = takenBack(state);
    const second = takenBack(first?.state ?? state, LATER + 1);
    expect(second?.action).toBeUndefined();
    expect(second?.state.in_force).toEqual(first?.state.in_force);
    expect(second?.state.hands_off).toEqual({ [NAME]: LATER + 1 + 30 * MINUTE });
  });

  it('cannot be taken back when it is not in force', () => {
    expect(takenBack(NO_REMEDIES)).toBeUndefined();
    expect(takeBackNow(state, 'pause_intake:default', LATER, SETTINGS)).toBeUndefined();
  });
});

describe('a remedy that is gone', () => {
  it('is in force no more, and left alone for as long as is said', () => {
    expect(gone(state, NAME, LATER)).toEqual({ ...state, in_force: [] });
    expect(gone(state, NAME, LATER, MINUTE)).toEqual({
      ...state,
      in_force: [],
      hands_off: { [NAME]: LATER + MINUTE },
    });
    expect(gone(state, 'pause_intake:default', LATER)).toEqual(state);
  });
});
