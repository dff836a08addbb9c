import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactRef } from '../../../domain/phase-result.ts';
import { endOfLog } from './staging-log.ts';

/** Copies the end of a deployment's log to `staging.log` among the artifacts; none when nothing was printed. */
export async function keepLog(log: string, artifacts: string): Promise<ArtifactRef[]> {
  const content = Buffer.from(await endOfLog(log));
  if (content.length === 0) return [];
  const name = 'staging.log';
  await mkdir(artifacts, { recursive: true });
  await writeFile(join(artifacts, name), content);
  return [{ name, kind: 'log', path: name, media_type: 'text/plain; charset=utf-8', bytes: content.length }];
}
