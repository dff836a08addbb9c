import { StreamableFile } from '@nestjs/common';
import { isTaskId } from '../../domain/task.ts';
import { ArtifactPathError } from '../../persistence/artifacts/artifact-path.ts';
import type { ArtifactStore } from '../../persistence/artifacts/artifact-store.ts';
import { artifactLink } from '../../contract/links.ts';
import { Problem, taskNotFound } from '../problem/problem.ts';
import type { TaskReader } from '../tasks/task-reader.ts';
import type { ArtifactList } from '../../contract/artifact.ts';
import { contentDisposition, contentType } from './content-headers.ts';

/** The evidence of tasks. */
export class ArtifactsService {
  readonly #reader: TaskReader;
  readonly #artifacts: Pick<ArtifactStore, 'open'>;

  constructor(reader: TaskReader, artifacts: Pick<ArtifactStore, 'open'>) {
    this.#reader = reader;
    this.#artifacts = artifacts;
  }

  /** What a task has to show so far. @throws {Problem} 404 for an id of no task. */
  async list(taskId: string): Promise<ArtifactList> {
    const { state } = await this.#reader.read(taskId);
    const artifacts = state.artifacts.map((artifact) => ({ ...artifact, url: artifactLink(taskId, artifact.path) }));
    return { task_id: taskId, artifacts };
  }

  /** One file, as it was kept. @throws {Problem} 404 when there is none of that path in the task's folder. */
  async file(taskId: string, path: string): Promise<StreamableFile> {
    if (!isTaskId(taskId)) throw taskNotFound(taskId);
    const file = await this.#artifacts.open(taskId, path).catch(absentWhenAstray);
    if (file === undefined) throw new Problem(404, 'artifact-not-found', `${taskId} has no artifact "${path}".`);
    return new StreamableFile(file.stream, {
      type: contentType(file.media_type),
      disposition: contentDisposition(path, file.media_type),
      length: file.bytes,
    });
  }
}

/** A path that leads out of the task's folder leads to no artifact. */
function absentWhenAstray(error: unknown): undefined {
  if (!(error instanceof ArtifactPathError)) throw error;
}
