import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactRef } from '../domain/phase-result.ts';

/** A text to be kept as evidence under `name`. */
export type TextEvidence = Pick<ArtifactRef, 'name' | 'kind' | 'media_type'> & { readonly text: string };

/** Writes texts into a folder, made if it is missing; the references' paths are relative to that folder. */
export async function keepEvidence(directory: string, texts: readonly TextEvidence[]): Promise<ArtifactRef[]> {
  await mkdir(directory, { recursive: true });
  return Promise.all(
    texts.map(async ({ text, ...reference }) => {
      const content = Buffer.from(text);
      await writeFile(join(directory, reference.name), content);
      return { ...reference, path: reference.name, bytes: content.length };
    }),
  );
}
