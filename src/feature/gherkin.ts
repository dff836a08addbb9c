import { AstBuilder, Errors, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import {
  type Background,
  type Feature as FeatureNode,
  IdGenerator,
  type Rule,
  type Scenario as ScenarioNode,
  type Step as StepNode,
  StepKeywordType,
} from '@cucumber/messages';
import { isUnderstood } from './explain.ts';
import { completeGherkin, type GherkinSource } from './gherkin-source.ts';
import type { Instruction } from './instruction.ts';
import { refuseLostSteps } from './lost-steps.ts';
import { exampleRows, filledRow, isTemplate, outlineProblem, textsOf } from './outline.ts';
import { type ExampleRow, interpolate, tokenizeTemplate } from './placeholder.ts';
import { type Placed, readScenario } from './scenario.ts';
import type { Reading, Refusal } from './step.ts';
import { Tally } from './tally.ts';

/** Reads a Gherkin text; `Feature:`, and for bare steps `Scenario:`, may be left out. */
export function readGherkin(text: string): Reading {
  const source = completeGherkin(text);
  const tally = new Tally();
  tally.tagged(source.lines);
  const feature = tally.over ? undefined : parsed(source, tally);
  if (feature !== undefined) {
    new Walk(source, tally).feature(feature);
    if (tally.empty) tally.refuse(withoutScenario(feature, source));
  } else if (!tally.refused) tally.refuse(refuse(text.trim(), 1, 'there is no feature in this text', 'I see "…"'));
  return tally.reading(feature?.name ?? '', 'gherkin');
}

function parsed(source: GherkinSource, tally: Tally): FeatureNode | undefined {
  try {
    const builder = new AstBuilder(IdGenerator.incrementing());
    return new Parser(builder, new GherkinClassicTokenMatcher()).parse(source.text).feature;
  } catch (error) {
    tally.refuse(...parserErrors(error, source));
    return undefined;
  }
}

function withoutScenario({ name, location }: FeatureNode, source: GherkinSource): Refusal {
  const reason = 'this feature has no scenario: put the steps below a line “Scenario: …”';
  return refuse(name, source.line(location.line), reason, 'Given I open /\nThen I see "…"');
}

interface PlacedStep extends Placed {
  readonly keyword: StepKeywordType;
}

type Children = FeatureNode['children'] | Rule['children'];

/** Goes through what the parser found, scenario by scenario, as long as reading goes on. */
class Walk {
  readonly #source: GherkinSource;
  readonly #tally: Tally;

  constructor(source: GherkinSource, tally: Tally) {
    this.#source = source;
    this.#tally = tally;
  }

  feature(node: FeatureNode): void {
    this.#lost(node, false);
    this.#children(node.children, []);
  }

  #children(children: Children, inherited: readonly PlacedStep[]): void {
    let given = inherited;
    for (const child of children) {
      if (this.#tally.over) return;
      if (child.background !== undefined) {
        this.#lost(child.background, child.background.steps.length === 0);
        given = [...given, ...this.#place(child.background.steps, given)];
      }
      const rule: Rule | undefined = 'rule' in child ? child.rule : undefined;
      if (rule !== undefined) {
        this.#lost(rule, false);
        this.#children(rule.children, given);
      }
      if (child.scenario !== undefined) this.#scenario(child.scenario, given);
    }
  }

  #lost(node: FeatureNode | Rule | Background | ScenarioNode, all: boolean): void {
    refuseLostSteps(node, all, this.#source, this.#tally);
  }

  #scenario(node: ScenarioNode, given: readonly PlacedStep[]): void {
    this.#lost(node, node.steps.length === 0);
    const problem = outlineProblem(node);
    if (problem !== undefined) {
      const { part, line, reason, nearest } = problem;
      this.#tally.refuse(refuse(part, this.#source.line(line), reason, nearest));
      return;
    }
    const line = this.#source.line(node.location.line);
    const plain = this.#place(node.steps, given);
    const rows = exampleRows(node);
    const texts = textsOf(node);
    for (const row of rows) if (row.size > 0 && !this.#tally.over) this.#tally.filled(filledRow(texts, row), line);
    const templates = node.steps.map(isTemplate);
    for (const row of rows) {
      if (this.#tally.over) return;
      const own = plain.map((step, index) =>
        templates[index] === true ? this.#filled(step, node.steps[index], row) : step,
      );
      readScenario(interpolate(node.name, row), [...given, ...own], line, this.#tally);
    }
  }

  /** The steps in their places, placeholders as they are. */
  #place(steps: readonly StepNode[], given: readonly PlacedStep[]): readonly PlacedStep[] {
    let keyword = given.at(-1)?.keyword ?? StepKeywordType.UNKNOWN;
    return steps.map((step) => {
      const { keywordType } = step;
      if (keywordType !== undefined && keywordType !== StepKeywordType.CONJUNCTION) keyword = keywordType;
      const opens =
        keyword === StepKeywordType.CONTEXT
          ? { opens: true }
          : keyword === StepKeywordType.OUTCOME
            ? { opens: false }
            : {};
      return { keyword, ...opens, ...this.#instruction(step, new Map()) };
    });
  }

  #filled(placed: PlacedStep, step: StepNode | undefined, row: ExampleRow): PlacedStep {
    if (step === undefined || row.size === 0) return placed;
    return { ...placed, ...this.#instruction(step, row) };
  }

  #instruction({ text, location, dataTable, docString }: StepNode, row: ExampleRow): Instruction {
    const table = dataTable?.rows.map(({ cells, location: { line } }) => ({
      cells: cells.map((cell) => interpolate(cell.value, row)),
      line: this.#source.line(line),
    }));
    return {
      tokens: tokenizeTemplate(text, row, this.#source.line(location.line)),
      ...(table === undefined ? {} : { table }),
      ...(docString === undefined ? {} : { block: interpolate(docString.content, row) }),
    };
  }
}

function parserErrors(error: unknown, source: GherkinSource): readonly Refusal[] {
  if (!(error instanceof Errors.GherkinException)) throw error;
  const errors = error instanceof Errors.CompositeParserException ? error.errors : [error];
  return errors.map((one) => {
    const { lines } = source;
    const named = one instanceof Errors.GherkinException ? one.location.line : 1;
    const at = Math.max(lines.findLastIndex((text, index) => index < named && text.trim() !== '') + 1, 1);
    const line = (lines[at - 1] ?? '').trim();
    const [expected, got] = one.message.replace(/^\(\d+:\d+\): /u, '').split(/, got /u);
    const keyword = got !== undefined && (expected ?? '').includes('#StepLine');
    const reason = keyword
      ? 'this line has no keyword: begin it with Given, When, Then, And, But or *'
      : `this is no Gherkin: ${(expected ?? '').replaceAll('#', '')}`;
    return refuse(line, source.line(at), reason, isUnderstood(line) ? `* ${line}` : '* I see "…"');
  });
}

function refuse(sentence: string, line: number, reason: string, nearest: string): Refusal {
  return { sentence, line, part: sentence, reason, nearest };
}
