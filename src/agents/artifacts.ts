import { lstat, readdir } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import type { ArtifactRef } from '../domain/phase-result.ts';

type Form = readonly [kind: ArtifactRef['kind'], mediaType: string];

const TEXT = 'text/plain; charset=utf-8';

const FORMS: Readonly<Record<string, Form>> = {
  '.png': ['screenshot', 'image/png'],
  '.jpg': ['screenshot', 'image/jpeg'],
  '.jpeg': ['screenshot', 'image/jpeg'],
  '.webm': ['video', 'video/webm'],
  '.mp4': ['video', 'video/mp4'],
  '.zip': ['trace', 'application/zip'],
  '.json': ['report', 'application/json'],
  '.html': ['report', 'text/html; charset=utf-8'],
  '.md': ['report', 'text/markdown; charset=utf-8'],
  '.diff': ['diff', TEXT],
  '.patch': ['diff', TEXT],
  '.ts': ['test', TEXT],
  '.js': ['test', TEXT],
  '.log': ['log', TEXT],
  '.txt': ['log', TEXT],
};

const UNKNOWN: Form = ['log', 'application/octet-stream'];

/** Artifacts of one attempt that are kept at most; a program that leaves more has the rest left out. */
const MAX_ARTIFACTS = 200;

/**
 * The files in a folder of evidence, by name, as artifacts whose paths are relative to it. Links are left out: what they
 * name may lie anywhere on the host.
 */
export async function listArtifacts(folder: string): Promise<ArtifactRef[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const kept = paths.toSorted().slice(0, MAX_ARTIFACTS);
  return Promise.all(kept.map((path) => artifactAt(path, relative(folder, path))));
}

async function artifactAt(file: string, path: string): Promise<ArtifactRef> {
  const [kind, media_type] = FORMS[extname(path).toLowerCase()] ?? UNKNOWN;
  const { size } = await lstat(file);
  return { name: path, kind, path, media_type, bytes: size };
}
