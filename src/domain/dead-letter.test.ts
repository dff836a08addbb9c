import { describe, expect, it } from 'vitest';
import { deadLetter, requeued } from '../../tests/support/dead-letters.ts';
import { annotated, annotationProblem, withDecision, laterOf, newLetter, parkedFor } from './dead-letter.ts';

const parked = deadLetter();
const NOW = Date.parse('2026-03-02T08:00:00.000Z');

describe('two records of one entry', () => {
  it('never undo a decision', () => {
    expect(laterOf(requeued(parked), parked)).toEqual(requeued(parked));
    expect(laterOf(parked, requeued(parked))).toEqual(requeued(parked));
  });

  it('that are equally far leave the one that came later', () => {
    const noted = { ...parked, investigated: true };
    expect(laterOf(parked, noted)).toBe(noted);
    expect(laterOf(noted, parked)).toBe(parked);
  });
});

it('a task is parked for what the type of its error says, and otherwise for its retries', () => {
  const types = ['BudgetSpentError', 'ForgeError', 'TransientAgentError'];
  expect(types.map((type) => parkedFor({ type }))).toEqual(['budget', 'delivery', 'retries']);
});

describe('a task that is parked', () => {
  const { state, pipeline } = parked.workflow_state;
  const work = { state: { ...state, error: parked.error }, pipeline };

  it('gets a letter with its error, its phase and all that it finished', () => {
    expect(newLetter(work, undefined, Date.parse(parked.failed_at))).toEqual({ ...parked, workflow_state: work });
  });

  it('is told from the times before by its generation', () => {
    const again = newLetter(work, requeued(parked), NOW);
    expect(again).toMatchObject({ id: `${parked.task_id}-2`, generation: 2, status: 'parked', requeued_at: null });
  });

  it('has failed in a phase', () => {
    expect(() => newLetter({ state, pipeline }, undefined, NOW)).toThrow('Only a task whose phase failed');
    const complete = { ...pipeline, next: { kind: 'complete', already_satisfied: false } } as const;
    expect(() => newLetter({ ...work, pipeline: complete }, undefined, NOW)).toThrow('Only a task whose phase failed');
  });
});

describe('a decision', () => {
  it('is kept with its time and reason', () => {
    const again = withDecision(parked, { status: 'requeued', reason: 'the coder is back' }, NOW);
    expect(again).toEqual(requeued(parked, '2026-03-02T08:00:00.000Z'));
    expect(withDecision(parked, { status: 'discarded', reason: null }, NOW)).toMatchObject({
      status: 'discarded',
      decided_at: '2026-03-02T08:00:00.000Z',
      requeued_at: null,
    });
  });

  it('is the first one', () => {
    const first = requeued(parked);
    expect(withDecision(first, { status: 'discarded', reason: 'too late' }, NOW)).toBe(first);
  });
});

describe('a note', () => {
  it('changes what it names', () => {
    const noted = annotated(parked, { investigated: true, resolution: 'full disk' });
    expect(noted).toEqual({ ...parked, investigated: true, resolution: 'full disk' });
    expect(annotated(noted, {})).toEqual(noted);
    expect(annotated(noted, { resolution: null })).toEqual({ ...noted, resolution: null });
  });

  it.each([{ investigated: false }, { resolution: null }, { resolution: 'x', generation: 1 }])('may be %j', (note) => {
    expect(annotationProblem(note)).toBeUndefined();
  });

  it.each([
    [undefined, 'must be an object'],
    [null, 'must be an object'],
    [{}, 'must be given'],
    [{ investigated: 'yes' }, 'true or false'],
    [{ resolution: 7 }, 'a text, or null'],
  ])('may not be %j', (note, problem) => {
    expect(annotationProblem(note)).toContain(problem);
  });
});
