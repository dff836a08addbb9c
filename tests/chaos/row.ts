import type { TaskStatus } from '../../src/domain/task.ts';
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
  /** Invariants and limits that did not hold, in words. */
  readonly broken: readonly string[];
  readonly notes: readonly string[];
  readonly seconds: number;
}

/** The row of a scenario that could not be played to its end. */
export function brokenOff(scenario: string, form: Form, seed: number, error: unknown): Row {
  const nothing = { faults: 0, tasks: 0, statuses: {}, lost: 0, repeated: 0, recovery_ms: [], notes: [], seconds: 0 };
  return { scenario, form, seed, ...nothing, broken: [`it broke off: ${String(error)}`] };
}
