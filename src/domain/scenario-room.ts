/** What a host has for the scenarios of one run. */
export interface ScenarioRoom {
  /** Processors that the run may use; a fraction counts as one. */
  readonly cores: number;
  /** Memory that is free for it, in bytes. */
  readonly freeBytes: number;
}

/**
 * Scenarios a core, by how they are expected to end. One that fails waits most of its time for what is not there, so that a
 * core has time for two; one that passes computes, and a second one would only add the start of another process.
 */
const SCENARIOS_A_CORE = { failed: 2, passed: 1 } as const;

/** How the scenarios of a run are expected to end. */
export type ExpectedEnd = keyof typeof SCENARIOS_A_CORE;

/** What a scenario takes: its process of the runner, and the browser's for its page. */
const SCENARIO_BYTES = 512 * 1024 * 1024;

/** How many scenarios run at once: what the host has room for, at most `most`, at least one. */
export function scenariosAtOnce({ cores, freeBytes }: ScenarioRoom, most: number, expected: ExpectedEnd): number {
  const byCores = Math.max(1, Math.floor(cores)) * SCENARIOS_A_CORE[expected];
  const byMemory = Math.floor(freeBytes / SCENARIO_BYTES);
  return Math.max(1, Math.min(most, byCores, byMemory));
}
