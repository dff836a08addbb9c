import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ArtifactRef } from '../../../domain/phase-result.ts';
import type { TestRun } from './runner/test-run.ts';

const MEDIA_TYPES: Readonly<Record<ArtifactRef['kind'], string>> = {
  test: 'text/plain; charset=utf-8',
  report: 'application/json',
  screenshot: 'image/png',
  trace: 'application/zip',
  video: 'video/webm',
  log: 'text/plain; charset=utf-8',
  diff: 'text/plain; charset=utf-8',
};

/** A test by its path in the project, and the source that ran. */
export interface TestSource {
  readonly path: string;
  readonly source: string;
}

/** The files a run has left in the artifact folder, with the test's source. */
export async function collectArtifacts(
  run: TestRun,
  test: TestSource,
  artifacts: string,
): Promise<readonly ArtifactRef[]> {
  const copy = path.join(artifacts, path.basename(test.path));
  await writeFile(copy, test.source);
  const files: readonly (readonly [ArtifactRef['kind'], readonly string[]])[] = [
    ['test', [copy]],
    ['report', run.report === undefined ? [] : [run.report]],
    ['log', [run.log]],
    ['screenshot', run.screenshots],
    ['trace', run.traces],
    ['video', run.videos],
  ];
  return Promise.all(files.flatMap(([kind, paths]) => paths.map((file) => artifactRef(kind, file, artifacts))));
}

async function artifactRef(kind: ArtifactRef['kind'], file: string, artifacts: string): Promise<ArtifactRef> {
  const relative = path.relative(artifacts, file).split(path.sep).join('/');
  const { size } = await stat(file);
  return {
    name: relative.replace(/^scenarios\//, ''),
    kind,
    path: relative,
    media_type: MEDIA_TYPES[kind],
    bytes: size,
  };
}
