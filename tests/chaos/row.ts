import type { TaskStatus } from '../../src/domain/task.ts';
import type { LoopBlock } from './checks/blocks.ts';
import type { Form } from './scenario.ts';

/** What one scenario came to. */
export interface Row {
  readonly scenario: string;
  readonly form: Form;
  readonly seed: number;
  readonly faults: number;
  /** Tasks accepted. */
  readonly tasks: number;
  readonly statuses: Readonly<Partial<Record<TaskStatus, number>>>;
  readonly lost: number;
  readonly repeated: number;
  /** From each fault until work went on. */
  readonly recovery_ms: readonly number[];
  /** What did not hold, in words. */
  readonly broken: readonly string[];
  /** What held, but took longer than it may, in words. */
  readonly late: readonly string[];
  readonly notes: readonly string[];
  /** The longest block of the event loop of each process. */
  readonly blocks: readonly LoopBlock[];
  readonly seconds: number;
}

/** Whether all held, and in time. */
export function isHeld({ broken, late }: Row): boolean {
  return broken.length === 0 && late.length === 0;
}

/** The row of a scenario that could not be played to its end. */
export function brokenOff(scenario: string, form: Form, seed: number, error: unknown): Row {
  const counts = { faults: 0, tasks: 0, statuses: {}, lost: 0, repeated: 0 };
  const nothing = { recovery_ms: [], late: [], notes: [], blocks: [], seconds: 0 };
  return { scenario, form, seed, ...counts, ...nothing, broken: [`it broke off: ${String(error)}`] };
}
