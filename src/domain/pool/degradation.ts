import { PRESSURE_LIMITS, PRESSURE_TTL_MS, type PressureReport } from './pressure.ts';
import { MODES, type PoolMode } from './state.ts';

/** What the mode is decided on. Times in ms since the epoch. */
export interface ModeInput {
  readonly mode: PoolMode;
  readonly mode_since: number;
  readonly relaxed_at: number;
  readonly pressure: readonly PressureReport[];
  readonly now: number;
}

/** A change of mode, with its reason. */
export interface ModeChange {
  readonly mode: PoolMode;
  readonly reason: string;
}

/** A mode lasts this long at least before it is relaxed, and this long after a relaxation none is entered; in ms. */
const LEAST_STAY_MS = 60_000;

/**
 * The change of mode that is due (S9). A worse mode is entered at once when one worker is over its figure, a milder one
 * when every worker is below the lower figure. Entering waits for a minute after a relaxation, and relaxing for a minute
 * after the entry, so that a load at a border changes the mode once a minute at most.
 */
export function changeMode({ mode, mode_since, relaxed_at, pressure, now }: ModeInput): ModeChange | undefined {
  const live = pressure.filter((report) => isLive(report, now));
  const [due, reason] = modeFor(live, mode);
  if (due === mode) return undefined;
  const since = isMilder(due, mode) ? mode_since : relaxed_at;
  return now - since < LEAST_STAY_MS ? undefined : { mode: due, reason };
}

/** Whether the first mode holds back less than the second. */
export function isMilder(mode: PoolMode, than: PoolMode): boolean {
  return MODES.indexOf(mode) < MODES.indexOf(than);
}

/** Whether a report still counts. */
export function isLive({ at }: PressureReport, now: number): boolean {
  return now - at < PRESSURE_TTL_MS;
}

function modeFor(live: readonly PressureReport[], mode: PoolMode): readonly [PoolMode, string] {
  const memory = highest(live, 'memory_pct');
  const cpu = highest(live, 'cpu_pct');
  const { survival, degraded } = PRESSURE_LIMITS;
  const inSurvival = mode === 'SURVIVAL';
  if (over(memory, survival.memory, inSurvival)) return ['SURVIVAL', says('memory', memory)];
  const inDegraded = mode !== 'NORMAL';
  if (over(memory, degraded.memory, inDegraded)) return ['DEGRADED', says('memory', memory)];
  if (over(cpu, degraded.cpu, inDegraded)) return ['DEGRADED', says('cpu', cpu)];
  return ['NORMAL', live.length === 0 ? 'no worker is under pressure' : 'the pressure on every worker has eased'];
}

interface Highest {
  readonly figure: number;
  readonly worker: string;
}

function highest(live: readonly PressureReport[], key: 'memory_pct' | 'cpu_pct'): Highest {
  return live.reduce<Highest>(
    (worst, report) => (report[key] > worst.figure ? { figure: report[key], worker: report.worker_id } : worst),
    { figure: 0, worker: '' },
  );
}

function over({ figure }: Highest, { enter, leave }: { enter: number; leave: number }, entered: boolean): boolean {
  return entered ? figure >= leave : figure > enter;
}

function says(what: string, { figure, worker }: Highest): string {
  return `${what} of worker ${worker} is at ${Math.round(figure)} %`;
}
