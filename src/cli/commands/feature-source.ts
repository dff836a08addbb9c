import { readFile, stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Console } from '../console.ts';
import { cliFailure, wrongOption } from '../failure.ts';
import { oneLine } from '../../text/printable.ts';
import { cut } from '../../text/cut.ts';

/** Where a feature may be: in an option, or in what stands behind the command without one. */
export interface FeatureGiven {
  readonly words: readonly string[];
  readonly feature?: string | undefined;
  readonly file?: string | undefined;
}

const WAYS = '"<text>", --feature <text>, a file, --file <path>, or "-" for standard input';

/** The text of the feature, from the one place where it is given. */
export async function featureText(
  { words, feature, file }: FeatureGiven,
  { stdin }: Pick<Console, 'stdin'>,
): Promise<string> {
  const [word, ...more] = words;
  if (more.length > 0) throw wrongOption('feature', 'is more than one argument: put quotes around a text or a path');
  if ([feature, file, word].filter((each) => each !== undefined).length !== 1) {
    throw wrongOption('feature', `is needed exactly once: ${WAYS}`);
  }
  if (feature !== undefined) return feature;
  if (file === '-' || word === '-') return text(stdin);
  if (file !== undefined) return fromFile(file, '--file ');
  return fromWord(word ?? '');
}

/** A file where there is one, else the text itself, unless that could as well be a path that leads nowhere. */
async function fromWord(word: string): Promise<string> {
  const found = await stat(word).catch(() => undefined);
  if (found?.isDirectory() === true) throw wrongOption('feature', `"${shown(word)}" is a directory: name a file in it`);
  if (found !== undefined) return fromFile(word);
  if (word.trim() === '') throw wrongOption('feature', `is empty: give ${WAYS}`);
  if (couldBePath(word)) {
    throw wrongOption(
      'feature',
      `"${shown(word)}" could be a path or a text, and there is no such file: ` +
        'check the path, or say --feature if it is the text',
    );
  }
  return word;
}

/** One word alone is no sentence; more are a path when they begin or end like one. */
function couldBePath(word: string): boolean {
  return !/\s/.test(word.trim()) || /^(?:\.{0,2}|~)\/.*$|^.*\.(?:feature|gherkin|txt|md)$/i.test(word.trim());
}

function fromFile(path: string, option = ''): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw cliFailure('file-not-found', 'The feature file cannot be read', `${option}${path}: ${reason}`, error);
  });
}

function shown(word: string): string {
  return cut(oneLine(word), 60);
}
