import type { TaskRequest } from '../domain/task.ts';
import { secretsOfUrl } from './known-secrets.ts';

/** A line or a column with such a word speaks of a secret. */
const SECRET_WORD = /pass(?:word|phrase|code|wd)?\b|\bpwd\b|secret|token|api[ _-]?key|credential|\bpin\b/i;

/** What is no word of a language: it has digits or signs in it. */
const UNWORDLY = /[\d!@#$%^&*+=~]/;
const WORD_ENDS = /[\s"“”„'‘’`]+/;

/** Opening quotes and what closes each. */
const QUOTES: Readonly<Record<string, readonly string[]>> = {
  '"': ['"'],
  '“': ['”'],
  '„': ['“', '”'],
  "'": ["'"],
  '‘': ['’'],
  '`': ['`'],
};

/**
 * The secrets that a request holds: of its URL the password and secret parameters; of its feature the quoted texts, and what
 * is no word, on lines that speak of a secret (`I fill "Password" with "…"`), and the cells of such columns of a table. The request
 * itself keeps them, as the task's own; nothing that is said about the task does.
 */
export function secretsOfRequest({
  feature,
  target_url,
}: Pick<TaskRequest, 'feature' | 'target_url'>): readonly string[] {
  const lines = feature.split('\n').map((line) => line.trim());
  const quoted = lines
    .filter((line) => SECRET_WORD.test(line))
    .flatMap((line) => {
      const { quoted: texts, rest } = quotesOf(line);
      return [...texts, ...unwordlyIn(rest)];
    });
  const found = [...secretsOfUrl(target_url), ...quoted, ...cellsOfSecrets(lines)];
  // The name of a field is no secret.
  return found.filter((text) => !SECRET_WORD.test(text) || /\d/.test(text));
}

/** The texts that a line has in quotes, and the line without them. A quote that nothing closes is none. */
function quotesOf(line: string): { readonly quoted: readonly string[]; readonly rest: string } {
  const next = nextIn(line);
  const quoted: string[] = [];
  let rest = '';
  let at = 0;
  while (at < line.length) {
    const closing = (QUOTES[line[at] ?? ''] ?? []).map((mark) => next(mark, at + 1));
    const end = Math.min(...closing, line.length);
    if (end === line.length) {
      rest += line[at] ?? '';
      at += 1;
    } else {
      quoted.push(line.slice(at + 1, end));
      rest += ' ';
      at = end + 1;
    }
  }
  return { quoted, rest };
}

/** Where a mark comes next from an index on, the line's length where it does not; asked from left to right, no part is searched twice. */
function nextIn(line: string): (mark: string, from: number) => number {
  const known = new Map<string, number>();
  return (mark, from) => {
    const last = known.get(mark) ?? -1;
    if (last >= from) return last;
    const found = line.indexOf(mark, from);
    const at = found === -1 ? line.length : found;
    known.set(mark, at);
    return at;
  };
}

function unwordlyIn(line: string): readonly string[] {
  return line
    .split(WORD_ENDS)
    .filter((text) => UNWORDLY.test(text))
    .map((text) => text.replace(/(?<![.,;:])[.,;:]+$/, ''));
}

/** Cells below a heading that speaks of a secret. */
function cellsOfSecrets(lines: readonly string[]): readonly string[] {
  let headings: readonly string[] | undefined;
  return lines.flatMap((line) => {
    if (!line.startsWith('|')) {
      headings = undefined;
      return [];
    }
    const cells = line.split('|').map((cell) => cell.trim());
    const names = (headings ??= cells);
    return names === cells ? [] : cells.filter((_, column) => SECRET_WORD.test(names[column] ?? ''));
  });
}
