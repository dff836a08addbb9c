/** What came of an action; `refused` is one that must not, or cannot, be done any more. */
export interface CarryOutcome {
  readonly kind: 'done' | 'refused';
  readonly effect: string;
}
