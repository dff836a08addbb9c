import type { Row } from './instruction.ts';
import { nameApart, type Placed, readScenario } from './scenario.ts';
import { readSentence } from './sentence.ts';
import { fragments } from './split.ts';
import type { Reading, Refusal } from './step.ts';
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
  const sections = sectionsOf(text.split('\n'));
  const [title, ...others] = sections;
  const headed = title?.instructions.length === 0 && others.length > 0 ? others : sections;
  const readings = headed.map((section) => readScenario(section.name, section.instructions, section.line));
  const refusals: Refusal[] = readings.flatMap((reading) => (reading.ok ? [] : reading.refusals));
  if (refusals.length > 0) return { ok: false, refusals };
  const scenarios = nameApart(readings.flatMap((reading) => (reading.ok ? [reading.scenario] : [])));
  const name = title === undefined || title.name === '' ? (scenarios[0]?.name ?? '') : title.name;
  return { ok: true, feature: { name, form: 'english', scenarios } };
}

function sectionsOf(lines: readonly string[]): readonly Section[] {
  const sections: Section[] = [{ name: '', line: 1, instructions: [] }];
  let prose: string[] = [];
  let index = 0;
  const flush = (): void => {
    sections.at(-1)?.instructions.push(...instructionsOf(prose.join('\n'), index - prose.length + 1));
    prose = [];
  };
  while (index < lines.length) {
    const line = lines[index] ?? '';
    const heading = /^\s*#{1,6}\s+(.*)$/u.exec(line)?.[1];
    const fence = /^\s*("""|```)\s*$/u.exec(line)?.[1];
    const closing = fence === undefined ? -1 : lines.findIndex((other, at) => at > index && other.trim() === fence);
    if (heading !== undefined) {
      flush();
      sections.push({ name: heading.trim(), line: index + 1, instructions: [] });
      index += 1;
    } else if (closing !== -1) {
      flush();
      const block = outdented(lines.slice(index + 1, closing), line.search(/\S/u));
      attach(sections, { block }, line, index + 1);
      index = closing + 1;
    } else if (line.trim().startsWith('|')) {
      flush();
      const table = rowsFrom(lines, index);
      attach(sections, { table }, line, index + 1);
      index += table.length;
    } else {
      prose.push(/^\s*[-*_]{3,}\s*$/u.test(line) ? '' : line);
      index += 1;
    }
  }
  flush();
  return sections.filter((section, at) => at > 0 || section.instructions.length > 0 || sections.length === 1);
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
  const end = lines.findIndex((line, at) => at > start && !line.trim().startsWith('|'));
  return lines.slice(start, end === -1 ? undefined : end).map((line, at) => ({
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
function instructionsOf(text: string, firstLine: number): readonly Placed[] {
  return fragments(tokenize(text, firstLine))
    .flatMap((run) => joined(run) ?? run)
    .map((tokens) => ({ tokens }));
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
