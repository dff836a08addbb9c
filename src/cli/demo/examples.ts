import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wrongOption } from '../failure.ts';

/** The folder of the examples that come with Chimera; the same from the sources as from the build. */
export const examplesDirectory = fileURLToPath(new URL('../../../examples/', import.meta.url));

/** An example feature: its name, its file below the checkout, and its text. */
export interface Example {
  readonly name: string;
  readonly file: string;
  readonly feature: string;
}

/** The example feature of this name; an unknown name is refused with the known ones. */
export async function readExample(name: string): Promise<Example> {
  const files = await readdir(join(examplesDirectory, 'features'));
  const file = files.find((each) => parse(each).name === name);
  if (file === undefined) {
    const known = files.map((each) => parse(each).name).join(', ');
    throw wrongOption('--example', `must be one of ${known}, not "${name}"`);
  }
  return {
    name,
    file: `examples/features/${file}`,
    feature: await readFile(join(examplesDirectory, 'features', file), 'utf8'),
  };
}
