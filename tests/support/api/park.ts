import type { DeadLetter } from '../../../src/domain/dead-letter.ts';
import type { ApiFixture } from './api-fixture.ts';

/** What is parked, and what is known of it where: the mirror has it and the workflow is open unless it is said not so. */
export type ParkArguments = [
  letters: readonly DeadLetter[],
  known?: { readonly mirrored?: boolean; readonly closed?: boolean },
];

const BEGUN = '2026-03-01T11:00:00.000Z';

/** Parks tasks in the fake Temporal of an API. */
export async function parkIn(api: ApiFixture, ...[letters, known = {}]: ParkArguments): Promise<void> {
  const { mirrored = true, closed = false } = known;
  for (const letter of letters) {
    const { task_id, workflow_state } = letter;
    const observation = { run_id: 'r', history_length: 5, created_at: BEGUN };
    api.gateway.workflows.set(task_id, {
      started: { task_id, input: workflow_state.state as never },
      observation: closed ? { ...observation, closed: { as: 'TERMINATED', at: BEGUN } } : observation,
      state: workflow_state.state,
      finalState: undefined,
    });
    api.parked.park(letter);
    if (closed) api.parked.closed.add(task_id);
    if (mirrored) await api.deadLetters.save(letter);
  }
}

/** Has an API start over: nothing is parked, and all answer. */
export function forgetLetters({ parked, deadLetters, gateway }: ApiFixture): void {
  parked.letters.clear();
  parked.closed.clear();
  parked.calls.length = 0;
  Object.assign(parked, { away: false, silent: false, most: 0 });
  deadLetters.rows.clear();
  gateway.workflows.clear();
  gateway.away = false;
}
