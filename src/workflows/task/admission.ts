/** A permit to work. `token` only grows over a task's leases, so that a stale holder can be told from the live one. */
export interface Lease {
  readonly token: number;
}

/** Who decides when a task may work. */
export interface Admission {
  /** Resolves when the task may begin. */
  ask(): Promise<Lease>;
  /** Gives the permit back; called on every way out. */
  giveBack(lease: Lease): Promise<void>;
}

/** Lets every task begin at once. */
export const immediateAdmission: Admission = {
  ask: () => Promise.resolve({ token: 1 }),
  giveBack: () => Promise.resolve(),
};
