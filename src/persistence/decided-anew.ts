import { storable } from './storable.ts';

/** What is decided about: states of a kind, by their key. */
export interface DecidedState<State, Event, Step> {
  /** What a state is called: breaker, account. */
  readonly name: string;
  /** The state as it was last committed, and the database's clock, in ms since the epoch. */
  read(key: string): Promise<{ readonly state: State; readonly now: number }>;
  react(state: State, event: Event, now: number): Step;
  /** What a step makes of the state: the same object when it changes nothing. */
  after(step: Step): State;
  /** Puts what came of it in place of a state that is still as it was read, and says whether it was. */
  replace(key: string, outcome: DecidedChange<State, Event, Step>): Promise<boolean>;
}

/** What events made of a state, one after the other. */
export interface DecidedChange<State, Event, Step> {
  readonly before: State;
  readonly state: State;
  readonly now: number;
  readonly decided: readonly { readonly before: State; readonly event: Event; readonly step: Step }[];
}

/** So often it is decided again when other processes change the state meanwhile; each time one of them got further. */
const MOST_ROUNDS = 200;

/**
 * What each of the events makes of the state, one after the other. It is decided on what was read, and changed if it is still
 * that; else it is decided anew. No lock is held meanwhile, so that a process that is stopped in the middle holds up nobody.
 * @throws {Error} when others changed it each time.
 */
export async function decidedAnew<State, Event, Step>(
  { name, read, react, after, replace }: DecidedState<State, Event, Step>,
  key: string,
  events: readonly Event[],
): Promise<readonly Step[]> {
  const kept = events.map(storable);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { state: before, now } = await read(key);
    let state = before;
    const decided = kept.map((event) => {
      const one = { before: state, event, step: react(state, event, now) };
      state = after(one.step);
      return one;
    });
    // Most events leave it as it is: that needs no more than a look.
    if (state === before || (await replace(key, { before, state, now, decided })))
      return decided.map(({ step }) => step);
  }
  throw new Error(`The ${name} of ${key} changed ${MOST_ROUNDS} times meanwhile.`);
}
