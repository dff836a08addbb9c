import { PHASES } from '../../../domain/phase.ts';
import type { DeadLetterFilter } from '../../api/dead-letter-client.ts';
import { wrongOption } from '../../failure.ts';

/** The options that choose dead letters. */
export interface FilterOptions {
  readonly phase?: string;
  readonly project?: string;
  readonly group?: string;
  /** A time, or an age such as "2h". */
  readonly since?: string;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The options as the API takes them; `now` in ms since the epoch. */
export function filterOf({ phase, project, group, since }: FilterOptions, now: number): DeadLetterFilter {
  if (phase !== undefined && !PHASES.some((known) => known === phase)) {
    throw wrongOption('--phase', `must be one of ${PHASES.join(', ')}, not "${phase}"`);
  }
  return {
    ...(phase === undefined ? {} : { phase }),
    ...(project === undefined ? {} : { project }),
    ...(group === undefined ? {} : { group }),
    ...(since === undefined ? {} : { since: timeOf(since, now) }),
  };
}

function timeOf(since: string, now: number): string {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(since) ?? [];
  if (count !== undefined) return new Date(now - Number(count) * (UNIT_MS[unit] ?? 0)).toISOString();
  const time = /^\d{4}-\d\d-\d\d/.test(since) ? new Date(since) : undefined;
  if (time !== undefined && !Number.isNaN(time.getTime())) return time.toISOString();
  throw wrongOption('--since', `must be a time such as 2026-03-01T12:00 or an age such as 2h, not "${since}"`);
}
