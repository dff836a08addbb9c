import type { GroupsParameters } from '../../../contract/dead-letter/requests.ts';
import { isStage, STAGES } from '../../../domain/phase.ts';
import { wrongOption } from '../../failure.ts';
import { timeOf } from '../since.ts';

/** The options that choose dead letters. */
export interface FilterOptions {
  readonly phase?: string;
  readonly project?: string;
  readonly group?: string;
  /** A time, or an age such as "2h". */
  readonly since?: string;
}

/** The options as the API takes them; `now` in ms since the epoch. */
export function filterOf(
  { phase, project, group, since }: FilterOptions,
  now: number,
): GroupsParameters & { readonly group?: string } {
  if (phase !== undefined && !isStage(phase)) {
    throw wrongOption('--phase', `must be one of ${STAGES.join(', ')}, not "${phase}"`);
  }
  return {
    ...(phase === undefined ? {} : { phase }),
    ...(project === undefined ? {} : { project }),
    ...(group === undefined ? {} : { group }),
    ...(since === undefined ? {} : { since: timeOf(since, now) }),
  };
}
