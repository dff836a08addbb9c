import { explainRefusal } from './explain.ts';
import { isDenied } from './faithful.ts';
import { isDoable } from './nearest.ts';
import { KIND_NOUNS } from './lexicon.ts';
import { canonical } from './canonical.ts';
import { matches, pattern } from './pattern.ts';
import { type Clause, readSentence } from './sentence.ts';
import { sentences } from './split.ts';
import type { Refusal, Target } from './step.ts';
import { readTarget } from './target.ts';
import { quoted, render, type Token, word } from './token.ts';

/** A line of a table: its cells as written, and its line in the text. */
export interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** A piece of text with what is attached to it below: a table, or a text block between triple quotes. */
export interface Instruction {
  readonly tokens: readonly Token[];
  readonly table?: readonly Row[];
  readonly block?: string;
}

/** The clauses that were read, and a refusal for each sentence that was not. */
export interface Read {
  readonly clauses: readonly Clause[];
  readonly refusals: readonly Refusal[];
}

/** Reads an instruction sentence by sentence, as far as one goes on asking; what is attached belongs to the last of them. */
export function* readInstruction({ tokens, table, block }: Instruction): Generator<Read> {
  const all = sentences(tokens);
  const attached = block !== undefined || table !== undefined;
  const last = all.at(-1) ?? [];
  for (const sentence of attached ? all.slice(0, -1) : all) yield read(sentence);
  if (block !== undefined && table !== undefined) {
    yield refuseAttachment(last, 'a sentence takes a table or a text block, not both');
  } else if (block !== undefined) {
    const line = last[0]?.line ?? 1;
    yield withSentence(read(withValue(last, block, line)), last, line);
  } else if (table !== undefined) yield* readTable(last, table);
}

function read(sentence: readonly Token[]): Read {
  const reading = readSentence(sentence);
  if (reading.ok) return { clauses: reading.clauses, refusals: [] };
  return { clauses: [], refusals: [explainRefusal(sentence, reading.clause, reading.trouble)] };
}

function refuseAttachment(sentence: readonly Token[], reason: string): Read {
  const alone = render(sentence.filter((token, index) => index < sentence.length - 1 || token.lower !== ':'));
  const fills = isDoable(canonical(sentence).tokens[0]);
  const form = fills ? 'I fill in the form:\n| … | … |' : `I ${isDenied(sentence) ? 'do not see' : 'see'}:\n| … |`;
  const nearest = readSentence(sentence).ok ? alone : form;
  return {
    clauses: [],
    refusals: [{ sentence: render(sentence), line: sentence[0]?.line ?? 1, part: render(sentence), reason, nearest }],
  };
}

function* readTable(sentence: readonly Token[], table: readonly Row[]): Generator<Read> {
  const columns = new Set(table.map((row) => row.cells.length));
  if (columns.size !== 1 || !columns.has(1)) {
    yield readForm(sentence, table, columns);
    return;
  }
  for (const { cells, line } of table) {
    yield withSentence(read(withValue(sentence, unquoted(cells[0] ?? ''), line)), sentence, line);
  }
}

function readForm(sentence: readonly Token[], table: readonly Row[], columns: ReadonlySet<number>): Read {
  const form = formOf(sentence);
  if (form === undefined || !(columns.size === 1 && columns.has(2))) {
    return refuseAttachment(
      sentence,
      'a table of two columns fills in a form (field, value); of one column, it lists what the sentence names',
    );
  }
  const within = form.name === undefined ? {} : { within: form };
  const rows = isHeader(table[0]) ? table.slice(1) : table;
  const empty = rows.find((row) => (row.cells[0] ?? '').trim() === '');
  if (empty !== undefined) return refuseAttachment(sentence, `line ${empty.line} of the table names no field`);
  return {
    refusals: [],
    clauses: rows.map(({ cells: [field = '', value = ''], line }) => {
      const target: Target = { kind: 'field', name: { value: unquoted(field), exact: true }, ...within };
      const interaction = { kind: 'fill' as const, target, value: unquoted(value) };
      return { sentence: render(sentence), line, meaning: { type: 'interaction' as const, interaction }, given: false };
    }),
  };
}

function withSentence({ clauses, refusals }: Read, sentence: readonly Token[], line: number): Read {
  const written = render(sentence);
  return {
    clauses: clauses.map((clause) => ({ ...clause, sentence: written, line })),
    refusals: refusals.map((one) => ({ ...one, sentence: written, line })),
  };
}

const FORM_FILLINGS = [
  'fill [in|out|up] {form} with the following [values|details|data|fields]',
  'fill [in|out|up] {form} with [values|details|data|these]',
  'fill [in|out|up] {form} as follows',
  'fill [in|out|up] {form}',
].map(pattern);
const PLAIN_FILLINGS = [
  'fill [in|out|up] [the] following [values|details|data|fields]',
  'fill [in|out|up] the|these fields|details|data|values',
  'enter|type|input|write [the] following [values|details|data]',
  'enter|type|input|write the|these values|details|data',
].map(pattern);

/** The form that a sentence such as "I fill in the form:" fills in. */
function formOf(sentence: readonly Token[]): Target | undefined {
  const { tokens } = canonical(sentence);
  if (PLAIN_FILLINGS.some((filling) => matches(tokens, filling).length > 0)) return { kind: 'form' };
  for (const captures of FORM_FILLINGS.flatMap((filling) => matches(tokens, filling))) {
    const target = readTarget(captures['form'] ?? []);
    if (target.ok && target.value.kind === 'form') return target.value;
  }
  return undefined;
}

function isHeader(row: Row | undefined): boolean {
  const [field = '', value = ''] = row?.cells.map((cell) => cell.toLowerCase()) ?? [];
  return ['field', 'label', 'input'].includes(field) && value === 'value';
}

/** A cell is taken verbatim, and quotes around the whole of it are only there to show spaces. */
function unquoted(cell: string): string {
  return /^"([^"]*)"$/u.exec(cell)?.[1] ?? cell;
}

const PLACEHOLDERS = new Set(
  'text texts value values line lines words content contents entries things elements names'.split(' '),
);

/** Puts a value in the place of "the following …", or at the end of the sentence. */
function withValue(sentence: readonly Token[], value: string, line: number): readonly Token[] {
  const plain = sentence.filter((token, index) => index < sentence.length - 1 || token.lower !== ':');
  const at = plain.findIndex((token) => token.kind === 'word' && token.lower === 'following');
  if (at === -1) return [...plain, quoted(value, line)];
  const before = plain.slice(0, plain[at - 1]?.lower === 'the' ? at - 1 : at);
  const after = plain.slice(at + 1);
  if (after[0]?.kind === 'word' && PLACEHOLDERS.has(after[0].lower))
    return [...before, quoted(value, line), ...after.slice(1)];
  const nounWords =
    [3, 2, 1].find((words) =>
      KIND_NOUNS.has(
        after
          .slice(0, words)
          .map((token) => token.lower)
          .join(' '),
      ),
    ) ?? 0;
  const noun = after
    .slice(0, nounWords)
    .map((token) => token.lower)
    .join(' ');
  return [...before, quoted(value, line), ...singular(noun, line), ...after.slice(nounWords)];
}

function singular(noun: string, line: number): readonly Token[] {
  const kind = KIND_NOUNS.get(noun)?.kind;
  const first = [...KIND_NOUNS].find(([, one]) => one.kind === kind && !one.plural)?.[0];
  return kind === undefined || first === undefined ? [] : first.split(' ').map((part) => word(part, line));
}
