/** What a host has for the scenarios of one run. */
export interface ScenarioRoom {
  /** Processors that the run may use; a fraction counts as one. */
  readonly cores: number;
  /** Memory that is free for it, in bytes. */
  readonly freeBytes: number;
}

/** A scenario waits for the site most of its time, so a processor has time for two. */
const SCENARIOS_A_CORE = 2;

/** What a scenario takes: its process of the runner, and the browser's for its page. */
const SCENARIO_BYTES = 512 * 1024 * 1024;

/** How many scenarios run at once: what the host has room for, at most `most`, at least one. */
export function scenariosAtOnce({ cores, freeBytes }: ScenarioRoom, most: number): number {
  const byCores = Math.max(1, Math.floor(cores)) * SCENARIOS_A_CORE;
  const byMemory = Math.floor(freeBytes / SCENARIO_BYTES);
  return Math.max(1, Math.min(most, byCores, byMemory));
}
