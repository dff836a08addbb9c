import type { ProjectConfig } from '../../config/project.ts';
import { DEFAULT_POOL } from '../../domain/pool/settings.ts';
import type { WaitingTaskView } from '../../contract/pool/pool.ts';
import type { PoolReader } from './pool-reader.ts';

/** Finds the places of waiting tasks in the queues of their pools, as far as the pools say. */
export class TaskPlaces {
  readonly #pools: Pick<PoolReader, 'glance'>;
  readonly #projects: readonly Pick<ProjectConfig, 'name' | 'pool'>[];

  constructor(pools: Pick<PoolReader, 'glance'>, projects: readonly Pick<ProjectConfig, 'name' | 'pool'>[]) {
    this.#pools = pools;
    this.#projects = projects;
  }

  /** A task's place, or undefined when its pool does not name it among the waiting; never rejects. */
  async of(taskId: string, project: string): Promise<WaitingTaskView | undefined> {
    const pool = this.#projects.find(({ name }) => name === project)?.pool ?? DEFAULT_POOL;
    return (await this.#pools.glance(pool))?.answer.placeOf(taskId);
  }
}
