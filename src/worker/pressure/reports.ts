import { isPressed, PRESSURE_LIMITS, type PressureReport } from '../../domain/pool/pressure.ts';
import type { Logger } from '../../observability/logging.ts';
import type { PressureFigures } from './sampler.ts';

/** While pressed, a report is renewed after this time, well before it lapses. In ms. */
export const RENEWAL_MS = 20_000;

/** A report that fails again and again is logged once in this time, in ms. */
const COMPLAINT_MS = 60_000;

/** What reports are made from, and where they go. */
export interface ReportOptions {
  readonly sample: () => PressureFigures;
  readonly report: (report: PressureReport) => Promise<void>;
  readonly workerId: string;
  /** Ms since the epoch. */
  readonly now: () => number;
  /** How often is sampled, in ms. */
  readonly everyMs: number;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Samples until the returned function is called, and reports what the pool has to know: that pressure began, that it
 * crossed a limit, that it lasts, and once that it is over. A report that fails is made anew from the next sample.
 */
export function startPressureReports({ sample, report, workerId, now, everyMs, log }: ReportOptions): () => void {
  let told = { band: RELAXED, at: 0 };
  let complained = -Infinity;
  let sending = false;

  const send = async (figures: PressureFigures, band: string, at: number): Promise<void> => {
    await report({ worker_id: workerId, ...figures, at });
    if (told.band === RELAXED) log.warn(figures, 'This worker is pressed; its pool is told');
    if (band === RELAXED) log.info(figures, 'This worker is not pressed any more; its pool is told');
    told = { band, at };
  };
  const complain = (error: unknown): void => {
    if (now() - complained < COMPLAINT_MS) return;
    complained = now();
    log.warn({ reason: String(error) }, 'The pool could not be told how hard this worker is pressed');
  };
  const turn = (): void => {
    const [figures, at] = [sample(), now()];
    const band = bandOf(figures);
    const isDue = band !== told.band || (band !== RELAXED && at - told.at >= RENEWAL_MS);
    if (!isDue || sending) return;
    sending = true;
    void send(figures, band, at)
      .catch(complain)
      .finally(() => (sending = false));
  };
  turn();
  const timer = setInterval(turn, everyMs);
  return () => {
    clearInterval(timer);
  };
}

const RELAXED = 'relaxed';

/** Which limits the figures have crossed; two that have crossed the same mean the same to a pool. */
function bandOf(figures: PressureFigures): string {
  if (!isPressed(figures)) return RELAXED;
  const { survival, degraded } = PRESSURE_LIMITS;
  const crossed = (value: number, ...limits: readonly { readonly enter: number; readonly leave: number }[]): number =>
    limits.reduce((sum, { enter, leave }) => sum + Number(value >= leave) + Number(value > enter), 0);
  const memory = crossed(figures.memory_pct, degraded.memory, survival.memory);
  return `memory ${memory}, cpu ${crossed(figures.cpu_pct, degraded.cpu)}`;
}
