import type { Machine } from '../machine.ts';

/** What an installer is given: where it runs, where it may install, and whom it tells how far it is. */
export interface Installation {
  readonly machine: Machine;
  readonly cacheDirectory: string;
  readonly report: (message: string) => void;
}
