import { rankBottlenecks } from '../../domain/profile/bottlenecks.ts';
import { profileOf, type Spent } from '../../domain/profile/task-profile.ts';
import { isTaskId } from '../../domain/task.ts';
import type { ProfileStore } from '../../persistence/profile/profile-store.ts';
import type { ApiLog } from '../api-log.ts';
import { spanOfTime } from '../history/span-of-time.ts';
import { fromStore } from '../problem/from-store.ts';
import { taskNotFound } from '../problem/problem.ts';
import type { TaskReader } from '../tasks/task-reader.ts';
import type { BottlenecksView, ProfileRequest, TaskProfileView } from '../../contract/profile.ts';

/** What profiles are read with. */
export interface ProfileParts {
  readonly profiles: Pick<ProfileStore, 'ofTask' | 'measure'>;
  readonly reader: Pick<TaskReader, 'read'>;
  /** Whether phases are profiled now. */
  readonly enabled: boolean;
  readonly log: ApiLog;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** What tasks spent their time on, by what the database has of them. */
export class ProfileService {
  readonly #parts: ProfileParts;

  constructor(parts: ProfileParts) {
    this.#parts = parts;
  }

  /** @throws {Problem} 404 for an id of no task, 503 while the database is away. */
  async ofTask(taskId: string): Promise<TaskProfileView> {
    if (!isTaskId(taskId)) throw taskNotFound(taskId);
    const { profiles, reader, enabled } = this.#parts;
    const attempts = await this.#stored(profiles.ofTask(taskId));
    // Only of a task that has no profile is it to be found out whether there is one.
    if (attempts.length === 0) await reader.read(taskId);
    const { phases, ...whole } = profileOf(attempts);
    return {
      task_id: taskId,
      enabled,
      ...viewOf(whole),
      phases: phases.map((phase) => ({ ...phase, ...viewOf(phase) })),
    };
  }

  /** @throws {Problem} 422 for a time that is to begin after its end, 503 while the database is away. */
  async bottlenecks(request: ProfileRequest): Promise<BottlenecksView> {
    const { profiles, enabled, now } = this.#parts;
    const { from, to } = spanOfTime(request, now());
    const { attempts, background_ms, measured } = await this.#stored(profiles.measure({ ...request, from, to }));
    const ranked = rankBottlenecks(measured);
    return {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      enabled,
      attempts,
      total_ms: rounded(ranked.reduce((sum, { total_ms }) => sum + total_ms, 0)),
      background_ms: background_ms === null ? null : rounded(background_ms),
      bottlenecks: ranked.map(({ total_ms, mean_ms, p95_ms, ...rest }) => ({
        ...rest,
        total_ms: rounded(total_ms),
        mean_ms: rounded(mean_ms),
        p95_ms: rounded(p95_ms),
      })),
    };
  }

  #stored<T>(answer: Promise<T>): Promise<T> {
    return fromStore(answer, this.#parts.log, 'the profile could not be read');
  }
}

function viewOf({ total_ms, background_ms, sections }: Spent) {
  return {
    total_ms: rounded(total_ms),
    background_ms: background_ms === null ? null : rounded(background_ms),
    sections: sections.map(({ ms, ...rest }) => ({ ...rest, ms: rounded(ms) })),
  };
}

/** To microseconds: a clock tells no more. */
function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
