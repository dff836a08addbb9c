import type { Row } from './instruction.ts';
import { type Placed, readScenario } from './scenario.ts';
import { readSentence } from './sentence.ts';
import { fragments } from './split.ts';
import type { Reading } from './step.ts';
import { Tally } from './tally.ts';
import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';

interface Section {
  readonly name: string;
  readonly line: number;
  readonly instructions: Placed[];
}

const MAX_LINES_OF_A_SENTENCE = 4;

/** Reads a text in controlled English: one scenario, or one below each `#` heading. */
export function readEnglish(text: string): Reading {
  const tally = new Tally();
  const sections = sectionsOf(text.split('\n'), tally);
  const [title, ...others] = sections;
  const headed = title?.instructions.length === 0 && others.length > 0 ? others : sections;
  for (const section of headed) {
    if (tally.over) break;
    readScenario(section.name, section.instructions, section.line, tally);
  }
  return tally.reading(title?.name ?? '', 'english');
}

function sectionsOf(lines: readonly string[], tally: Tally): readonly Section[] {
  const sections: Section[] = [{ name: '', line: 1, instructions: [] }];
  const closing = closingFences(lines);
  let prose: string[] = [];
  let index = 0;
  const flush = (): void => {
    const instructions = sections.at(-1)?.instructions;
    for (const one of instructionsOf(prose.join('\n'), index - prose.length + 1, tally)) instructions?.push(one);
    prose = [];
  };
  while (index < lines.length && !tally.over) {
    const line = lines[index] ?? '';
    const heading = headingOf(line);
    const close = closing.get(index);
    if (heading !== undefined) {
      flush();
      sections.push({ name: heading, line: index + 1, instructions: [] });
      index += 1;
    } else if (close !== undefined) {
      flush();
      const block = outdented(lines.slice(index + 1, close), line.search(/\S/u));
      attach(sections, { block }, line, index + 1);
      index = close + 1;
    } else if (line.trim().startsWith('|')) {
      flush();
      const table = rowsFrom(lines, index);
      attach(sections, { table }, line, index + 1);
      index += table.length;
    } else {
      prose.push(isRuler(line) ? '' : line);
      index += 1;
    }
  }
  flush();
  return sections.filter((section, at) => at > 0 || section.instructions.length > 0 || sections.length === 1);
}

/** The line that closes the text block which a line opens, by the index of that line. */
function closingFences(lines: readonly string[]): ReadonlyMap<number, number> {
  const next = new Map<string, number>();
  const closing = new Map<number, number>();
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const fence = lines[index]?.trim() ?? '';
    if (fence !== '"""' && fence !== '```') continue;
    const close = next.get(fence);
    if (close !== undefined) closing.set(index, close);
    next.set(fence, index);
  }
  return closing;
}

/** The title of a line such as `## Title`. */
function headingOf(line: string): string | undefined {
  const written = line.trimStart();
  const title = written.replace(/^#{1,6}/u, '');
  return title === written || !/^\s/u.test(title) ? undefined : title.trim();
}

/** Whether the line only parts others, as `---` does. */
function isRuler(line: string): boolean {
  return /^[-*_]{3,}$/u.test(line.trim());
}

/** Puts a table or a text block to the sentence before it; without one, it is itself read as a sentence and refused. */
function attach(
  sections: readonly Section[],
  what: Pick<Placed, 'table' | 'block'>,
  line: string,
  number: number,
): void {
  const instructions = sections.at(-1)?.instructions ?? [];
  const last = instructions.at(-1);
  if (last === undefined) instructions.push({ tokens: tokenize(line, number) });
  else instructions[instructions.length - 1] = { ...last, ...what };
}

function rowsFrom(lines: readonly string[], start: number): readonly Row[] {
  let end = start;
  while (lines[end]?.trim().startsWith('|') === true) end += 1;
  return lines.slice(start, end).map((line, at) => ({
    cells: line
      .trim()
      .replace(/^\||\|$/gu, '')
      .split('|')
      .map((cell) => cell.trim()),
    line: start + at + 1,
  }));
}

function outdented(lines: readonly string[], indent: number): string {
  return lines.map((line) => line.slice(Math.min(indent, Math.max(line.search(/\S/u), 0)))).join('\n');
}

/** One instruction a sentence; lines that are no sentence alone are joined with the next ones. */
function instructionsOf(text: string, firstLine: number, tally: Tally): readonly Placed[] {
  const runs = fragments(tokenize(text, firstLine));
  tally.sentences(runs.flat());
  if (tally.over) return [];
  return runs.flatMap((run) => joined(run) ?? run).map((tokens) => ({ tokens }));
}

/** The run cut into sentences, as short as possible, every one of them read; undefined where there is no such cut. */
function joined(run: readonly (readonly Token[])[]): readonly (readonly Token[])[] | undefined {
  const cuts: (readonly (readonly Token[])[] | undefined)[] = Array.from({ length: run.length });
  for (let start = run.length - 1; start >= 0; start -= 1) {
    for (let length = 1; length <= MAX_LINES_OF_A_SENTENCE && cuts[start] === undefined; length += 1) {
      const rest = start + length === run.length ? [] : cuts[start + length];
      if (rest === undefined) continue;
      const sentence = run.slice(start, start + length).flatMap(spaced);
      if (readSentence(sentence).ok) cuts[start] = [sentence, ...rest];
    }
  }
  return cuts[0];
}

function spaced(line: readonly Token[], at: number): readonly Token[] {
  return line.map((token, index) => (at > 0 && index === 0 ? { ...token, gap: ' ' } : token));
}
