import type { BreakerStateName } from './circuit-breaker.ts';
import type { HealthStatus } from './health/assess.ts';
import type { CheckStatus } from './health/check.ts';
import type { HeartbeatState } from './heartbeat/state.ts';
import type { Intake, PoolMode } from './pool/state.ts';
import type { PhaseStatus, TaskStatus } from './task.ts';

/** What a status means to whoever looks: a screen chooses its colours by it. */
export type Tone = 'idle' | 'active' | 'good' | 'warning' | 'bad';

export const TASK_TONES: Readonly<Record<TaskStatus, Tone>> = {
  queued: 'idle',
  running: 'active',
  completed: 'good',
  failed: 'bad',
  dead_lettered: 'bad',
  discarded: 'bad',
  cancelled: 'warning',
};

export const PHASE_TONES: Readonly<Record<PhaseStatus, Tone>> = {
  pending: 'idle',
  running: 'active',
  passed: 'good',
  failed: 'bad',
  rejected: 'bad',
  cancelled: 'warning',
};

export const CHECK_TONES: Readonly<Record<CheckStatus, Tone>> = {
  pass: 'good',
  unknown: 'warning',
  warn: 'warning',
  fail: 'bad',
};

export const HEALTH_TONES: Readonly<Record<HealthStatus, Tone>> = {
  healthy: 'good',
  degraded: 'warning',
  unhealthy: 'bad',
  unknown: 'warning',
};

export const INTAKE_TONES: Readonly<Record<Intake, Tone>> = { open: 'good', paused: 'warning', draining: 'warning' };

export const MODE_TONES: Readonly<Record<PoolMode, Tone>> = { NORMAL: 'good', DEGRADED: 'warning', SURVIVAL: 'bad' };

/** What each kind of intake means for tasks. */
export const INTAKE_LABELS: Readonly<Record<Intake, string>> = {
  open: 'tasks come in and start',
  paused: 'tasks come in, none starts',
  draining: 'no task comes in or starts, those at work end',
};

/** What each mode leaves of a pool. */
export const MODE_LABELS: Readonly<Record<PoolMode, string>> = {
  NORMAL: 'the whole size',
  DEGRADED: 'half of the size',
  SURVIVAL: 'at most 2 leases',
};

export const HEARTBEAT_LABELS: Readonly<Record<HeartbeatState | 'UNKNOWN', string>> = {
  EXPECTED: 'expected',
  HEALTHY: 'healthy',
  DEGRADED: 'degraded',
  CRITICAL: 'critical',
  FAILED: 'failed',
  STOPPED: 'stopped',
  UNKNOWN: 'unknown',
};

export const BREAKER_LABELS: Readonly<Record<BreakerStateName, string>> = {
  CLOSED: 'closed',
  OPEN: 'open',
  HALF_OPEN: 'half open',
};
