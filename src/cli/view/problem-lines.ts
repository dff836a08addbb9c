import type { Ansis } from 'ansis';
import { duration } from '../../domain/duration.ts';
import type { FieldError } from '../../contract/problem.ts';
import type { ToldProblem } from '../failure.ts';
import { oneLine } from '../../text/printable.ts';
import { wrap, wrapLine } from '../../text/wrap.ts';

/**
 * A problem for a person: what is wrong, which field, for a refused sentence its part and what would work, and when to
 * try again where that is known.
 */
export function problemLines(
  { title, detail, errors, retry_after_seconds: seconds }: ToldProblem,
  colours: Ansis,
  width: number,
): readonly string[] {
  const mark = colours.red('✖');
  const [only] = errors;
  if (errors.length === 1 && only !== undefined && only.sentence === undefined) {
    return wrap(`${only.field} ${only.message}`, width - 2).map((line, index) => `${index === 0 ? mark : ' '} ${line}`);
  }
  if (errors.length > 0) return [`${mark} ${title}:`, ...errors.flatMap((error) => fieldLines(error, colours, width))];
  const paragraphs = detail.split('\n');
  const body =
    paragraphs.length > 1 ? paragraphs.flatMap((line) => wrapLine(line, width - 2)) : wrap(detail, width - 2);
  return [`${mark} ${title}`, ...body.map((line) => `  ${line}`.trimEnd()), ...retryLines(detail, seconds)];
}

function retryLines(detail: string, seconds: number | undefined): readonly string[] {
  // The API's own words may have it already.
  if (seconds === undefined || /\btry again in\b/i.test(detail)) return [];
  return [`  Try again in ${seconds < 60 ? `${seconds} s` : duration(seconds * 1_000)}.`];
}

function fieldLines(error: FieldError, colours: Ansis, width: number): readonly string[] {
  const { field, message, sentence, line, part, nearest } = error;
  const indented = (text: string) => wrap(text, width - 4).map((each) => `    ${each}`);
  if (sentence === undefined) {
    const [first = '', ...more] = wrap(`${field} ${message}`, width - 4);
    return [`  ${colours.bold(field)}${first.slice(field.length)}`, ...more.map((line) => `    ${line}`)];
  }
  const where = line === undefined ? '' : `line ${line}: `;
  return [
    `  ${colours.bold(`${where}${oneLine(sentence)}`)}`,
    ...indented(message),
    ...(part === undefined || message.includes(part) ? [] : indented(`not understood: ${part}`)),
    ...(nearest === undefined ? [] : indented(`try: ${nearest}`).map((each) => colours.green(each))),
  ];
}
