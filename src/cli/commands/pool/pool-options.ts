import type { CommonOptions } from '../../command-context.ts';

/** The options that every command of a pool has. */
export interface PoolCommandOptions extends CommonOptions {
  /** The pool's name; the default one without it. */
  readonly pool?: string;
}

/** Why an operator does something, for whoever looks at it later. */
export interface ReasonOption {
  readonly reason?: string;
}
