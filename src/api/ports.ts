import type { Readable } from 'node:stream';

/** A file of evidence, ready to be read. */
export interface ArtifactFile {
  readonly stream: Readable;
  readonly bytes: number;
  readonly media_type: string;
}

/** The files of evidence. */
export interface Artifacts {
  /** Undefined when there is no such file, or the path leads out of the task's folder. */
  open(taskId: string, path: string): Promise<ArtifactFile | undefined>;
}
