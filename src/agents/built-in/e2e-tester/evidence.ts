import { copyFile, stat } from 'node:fs/promises';
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

/** The files a run has left in the artifact folder, with a copy of the test itself if it is there. */
export async function evidenceOf(run: TestRun, testFile: string, artifacts: string): Promise<readonly ArtifactRef[]> {
  const test = path.join(artifacts, path.basename(testFile));
  const copied = await copyFile(testFile, test).then(
    () => [test],
    () => [],
  );
  const files: readonly (readonly [ArtifactRef['kind'], readonly string[]])[] = [
    ['test', copied],
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
