import type { PoolCommand } from '../../domain/pool/messages.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import type { CommandRequest, PoolSummary } from '../../workflows/pool/contract.ts';

/** The pool itself did not answer in time though Temporal does: it has not begun, or no worker runs it. */
export class PoolUnavailableError extends Error {
  override readonly name = 'PoolUnavailableError';
}

/** What became of a command; `reason` says why the pool refused it. */
export type CommandOutcome =
  { readonly kind: 'done'; readonly pool: PoolSummary } | { readonly kind: 'refused'; readonly reason: string };

/** Pools as Temporal has them. Every method rejects with TemporalUnavailableError within 1.5 s when Temporal is away. */
export interface PoolGateway {
  /**
   * The pool's own answer; undefined when it does not run.
   * @throws {PoolUnavailableError} when no worker answers for it.
   */
  read(name: string): Promise<PoolState | undefined>;
  /**
   * Has a running pool do something, and waits until it is done.
   * @throws {PoolUnavailableError} when it does not run, or did not say within 5 s that it is done.
   */
  command(name: string, kind: PoolCommand['kind'], request: CommandRequest): Promise<CommandOutcome>;
}
