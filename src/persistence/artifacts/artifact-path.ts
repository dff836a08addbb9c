import { isTaskId } from '../../domain/task.ts';

/** A path that no artifact can have: it leads elsewhere, or is not written as a path below a task's folder. */
export class ArtifactPathError extends Error {
  override readonly name = 'ArtifactPathError';
}

/** The parts of a relative path that stays below where it starts. @throws {ArtifactPathError} */
export function partsOf(path: string): readonly string[] {
  const parts = path.split('/');
  if (/[\\\0]/.test(path) || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new ArtifactPathError(`${JSON.stringify(path)} is not a path below the task's folder.`);
  }
  return parts;
}

/** A task's id, safe as the name of a folder. @throws {ArtifactPathError} */
export function folderOf(taskId: string): string {
  if (!isTaskId(taskId)) throw new ArtifactPathError(`${JSON.stringify(taskId)} is not the id of a task.`);
  return taskId;
}
