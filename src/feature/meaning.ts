import { type Captures, type Pattern, pattern } from './pattern.ts';
import type { Assertion, Interaction, Step } from './step.ts';
import { type Outcome, understood } from './wording.ts';

/** What a clause means. `at` names a page: opened where a scenario begins, expected where something was done before. */
export type Meaning = Step['does'] | { readonly type: 'at'; readonly location: string };

/** A sentence form of the language and how its slots are read. */
export interface Form {
  readonly pattern: Pattern;
  readonly read: (slots: Slots) => Outcome<Meaning>;
}

/** The tokens of each slot; a slot that the form does not have is empty. */
export type Slots = (name: string) => Captures[string];

/** Declares a sentence form, in the notation of `pattern`. */
export function form(text: string, read: (slots: Slots) => Outcome<Meaning>): Form {
  return { pattern: pattern(text), read };
}

/** An interaction as the meaning of a clause. */
export function doing(interaction: Interaction): Outcome<Meaning> {
  return understood({ type: 'interaction', interaction });
}

/** An assertion as the meaning of a clause. */
export function expecting(assertion: Assertion): Outcome<Meaning> {
  return understood({ type: 'assertion', assertion });
}

/** Goes on with a reading that came out; hands on the trouble otherwise. */
export function using<T, U>(outcome: Outcome<T>, next: (value: T) => Outcome<U>): Outcome<U> {
  return outcome.ok ? next(outcome.value) : outcome;
}
