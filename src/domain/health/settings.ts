import type { ActionRules } from '../pool/action.ts';
import { PRESSURE_LIMITS } from '../pool/pressure.ts';

/** A figure that is too high once it has been above `above` for `for_ms` ms without a break. */
export interface Limit {
  readonly above: number;
  readonly for_ms: number;
}

/** How bad it is that a limit is exceeded. */
export type Level = 'critical' | 'warning' | 'info';

/** Limits by what exceeding them means. */
export type Limits = Readonly<Partial<Record<Level, Limit>>>;

/** The thresholds of health, and the rules of what is done about it. Times in ms, shares in percent. */
export interface HealthSettings {
  /** Data older than this is not known, and a gap of more than this between samples breaks a span. */
  readonly patience_ms: number;
  readonly utilization: Limits;
  readonly queue: Limits;
  readonly success: ShareRule;
  /** A mean duration above `factor` times the usual one; `tasks` are needed to know what is usual. */
  readonly duration: { readonly factor: number; readonly tasks: number };
  readonly memory: Limits;
  readonly cpu: Limits;
  readonly connections: Limits;
  readonly actions: ActionSettings;
}

/** A share of successes below which something is wrong; of fewer than `events` nothing is said. */
interface ShareRule {
  readonly critical: number;
  readonly warning: number;
  readonly events: number;
}

/** When something is done by itself about what is critical, and reverted. */
export type ActionSettings = Pick<ActionRules, 'enabled' | 'cooldown_ms' | 'calm_ms' | 'settle_ms' | 'yield_ms'>;

const MINUTE = 60_000;
const { survival, degraded } = PRESSURE_LIMITS;

/** The thresholds of S11; those of memory and CPU are where pools begin to hold back (S9). */
export const DEFAULT_HEALTH_SETTINGS: HealthSettings = {
  patience_ms: 90_000,
  utilization: {
    critical: { above: 95, for_ms: 5 * MINUTE },
    warning: { above: 80, for_ms: 10 * MINUTE },
    info: { above: 60, for_ms: 0 },
  },
  queue: { critical: { above: 100, for_ms: 0 }, info: { above: 20, for_ms: 0 } },
  success: { critical: 50, warning: 80, events: 5 },
  duration: { factor: 2, tasks: 20 },
  memory: {
    critical: { above: survival.memory.enter, for_ms: MINUTE },
    warning: { above: degraded.memory.enter, for_ms: MINUTE },
  },
  cpu: { warning: { above: degraded.cpu.enter, for_ms: MINUTE } },
  connections: { critical: { above: 95, for_ms: MINUTE }, warning: { above: 80, for_ms: MINUTE } },
  actions: {
    enabled: true,
    cooldown_ms: 5 * MINUTE,
    calm_ms: 10 * MINUTE,
    settle_ms: 15_000,
    yield_ms: 30 * MINUTE,
  },
};

/** The default settings for samples taken so often, in ms: after three that are missing nothing is known. */
export function healthSettings(sampleIntervalMs: number): HealthSettings {
  return { ...DEFAULT_HEALTH_SETTINGS, patience_ms: 3 * sampleIntervalMs };
}

/** Calls become known some seconds late, in ms: a pool waits longer before it says that no agent is at fault. */
const CALLS_LATE_MS = 10_000;

/** By what rules pools act by themselves, where health is sampled so often, in ms. */
export function actionRules({ actions, utilization, queue, success }: HealthSettings, sampleMs: number): ActionRules {
  return {
    ...actions,
    settle_ms: actions.settle_ms + sampleMs + CALLS_LATE_MS,
    ...(utilization.critical === undefined ? {} : { utilization: utilization.critical }),
    ...(queue.critical === undefined ? {} : { queue: queue.critical }),
    restful_queue: queue.info?.above ?? 0,
    success: { critical: success.critical, events: success.events },
  };
}
