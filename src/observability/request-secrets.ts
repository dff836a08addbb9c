import type { TaskRequest } from '../domain/task.ts';
import { secretsOfUrl } from './known-secrets.ts';

/** A line or a column with such a word speaks of a secret. */
const SECRET_WORD = /pass(?:word|phrase|code|wd)?\b|\bpwd\b|secret|token|api[ _-]?key|credential|\bpin\b/i;

/** What is no word of a language: it has digits or signs in it. */
const UNWORDLY = /[^\s"“”„'‘’`]*[\d!@#$%^&*+=~][^\s"“”„'‘’`]*/g;

const QUOTED = /"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|'([^']*)'|‘([^’]*)’|`([^`]*)`/g;

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
    .flatMap((line) => [...quotedIn(line), ...unwordlyIn(line)]);
  const found = [...secretsOfUrl(target_url), ...quoted, ...cellsOfSecrets(lines)];
  // The name of a field is no secret.
  return found.filter((text) => !SECRET_WORD.test(text) || /\d/.test(text));
}

function quotedIn(line: string): readonly string[] {
  return [...line.matchAll(QUOTED)].map((match) => match.slice(1).join(''));
}

function unwordlyIn(line: string): readonly string[] {
  return [...line.replaceAll(QUOTED, ' ').matchAll(UNWORDLY)].map(([text]) => text.replace(/[.,;:]+$/, ''));
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
