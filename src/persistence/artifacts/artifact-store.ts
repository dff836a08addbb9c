import { lstatSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Phase, PHASES } from '../../domain/phase.ts';
import type { ArtifactRef } from '../../domain/phase-result.ts';
import type { TaskArtifact } from '../../domain/task.ts';
import { ArtifactPathError, folderOf, partsOf } from './artifact-path.ts';
import { formOf } from './media-type.ts';
import { openPlainFile, plainFiles } from './plain-files.ts';

/** An artifact's content; the stream closes the file when it ends or is destroyed. */
export interface ArtifactContent {
  readonly stream: Readable;
  readonly bytes: number;
  readonly media_type: string;
}

/** The tasks' evidence as files: `<task_id>/<phase>-<round>/…`. Links are never followed and never listed. */
export interface ArtifactStore {
  /**
   * The folder for an attempt, as an absolute path; what an earlier attempt left there is removed. Whoever puts something in
   * makes it: few do, and five folders a task cost more than all else that it does on a disk.
   */
  begin(taskId: string, phase: Phase, round: number): Promise<string>;
  /**
   * What to hand on of the files in a folder that `begin` gave: those named, relative to it, or all.
   * @throws {ArtifactPathError} when a named file is not there or leads elsewhere.
   */
  describe(folder: string, names?: readonly string[]): Promise<readonly ArtifactRef[]>;
  /** All files of a task, phase by phase in the pipeline's order. */
  list(taskId: string): Promise<readonly TaskArtifact[]>;
  /**
   * The file at a path (an ArtifactRef's) in a task's folder; undefined when there is none.
   * @throws {ArtifactPathError} when the path leads out of the folder or through a link.
   */
  open(taskId: string, path: string): Promise<ArtifactContent | undefined>;
  removeTask(taskId: string): Promise<void>;
}

const ROUND_FOLDER = /^([A-Z0-9_]+)-([1-9]\d{0,5})$/;

/** The artifact store in a directory, which is made when it is first needed. */
export function createArtifactStore(directory: string): ArtifactStore {
  async function refOf(folder: string, name: string): Promise<ArtifactRef> {
    const file = await openPlainFile(folder, partsOf(name));
    if (file === undefined) throw new ArtifactPathError(`There is no artifact ${JSON.stringify(name)}.`);
    await file.handle.close();
    return { name, ...formOf(name), path: `${basename(folder)}/${name}`, bytes: file.bytes };
  }

  return {
    async begin(taskId, phase, round) {
      const folder = join(directory, folderOf(taskId), `${phase}-${round}`);
      // Most attempts are the first in their folder, and need nothing removed. To learn that by way of a thread costs 30 times
      // as much.
      const left = lstatSync(folder, { throwIfNoEntry: false });
      if (left !== undefined) await rm(folder, { recursive: true, force: true });
      return folder;
    },

    async describe(folder, names) {
      return Promise.all((names ?? (await plainFiles(folder))).map((name) => refOf(folder, name)));
    },

    async list(taskId) {
      const folder = join(directory, folderOf(taskId));
      const artifacts = await Promise.all(
        (await plainFiles(folder)).map(async (path) => {
          const [attempt = '', ...rest] = path.split('/');
          const [, name, round] = ROUND_FOLDER.exec(attempt) ?? [];
          const phase = PHASES.find((known) => known === name);
          if (phase === undefined || rest.length === 0) return [];
          return [{ ...(await refOf(join(folder, attempt), rest.join('/'))), phase, round: Number(round) }];
        }),
      );
      return artifacts
        .flat()
        .toSorted((a, b) => a.round - b.round || PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase));
    },

    async open(taskId, path) {
      const file = await openPlainFile(join(directory, folderOf(taskId)), partsOf(path));
      if (file === undefined) return undefined;
      // A log may grow while it is read: no more than the size that is told.
      const stream = file.handle.createReadStream({ start: 0, end: Math.max(0, file.bytes - 1) });
      return { stream, bytes: file.bytes, media_type: formOf(path).media_type };
    },

    async removeTask(taskId) {
      await rm(join(directory, folderOf(taskId)), { recursive: true, force: true });
    },
  };
}
