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
import { completeGherkin, type GherkinSource, hasStepKeyword } from './gherkin-source.ts';
import { exampleRows, outlineProblem } from './outline.ts';
import { type ExampleRow, interpolate, tokenizeTemplate } from './placeholder.ts';
import { nameApart, type Placed, readScenario, type ScenarioReading } from './scenario.ts';
import type { Reading, Refusal } from './step.ts';

/** Reads a Gherkin text; `Feature:`, and for bare steps `Scenario:`, may be left out. */
export function readGherkin(text: string): Reading {
  const source = completeGherkin(text);
  let feature: FeatureNode | undefined;
  try {
    const builder = new AstBuilder(IdGenerator.incrementing());
    feature = new Parser(builder, new GherkinClassicTokenMatcher()).parse(source.text).feature;
  } catch (error) {
    return { ok: false, refusals: parserErrors(error, source) };
  }
  return feature === undefined
    ? { ok: false, refusals: [refuse(text, 1, 'there is no feature in this text', 'I see "…"')] }
    : readFeatureNode(feature, source);
}

function readFeatureNode(feature: FeatureNode, source: GherkinSource): Reading {
  const readings: ScenarioReading[] = [];
  const refusals = lostSteps(feature.description, feature.location.line, source, false);
  const walk = (children: FeatureNode['children'] | Rule['children'], inherited: readonly StepNode[]): void => {
    let given = inherited;
    for (const child of children) {
      if (child.background !== undefined) {
        given = [...given, ...child.background.steps];
        refusals.push(...lostInside(child.background, source));
      }
      const rule: Rule | undefined = 'rule' in child ? child.rule : undefined;
      if (rule !== undefined) {
        refusals.push(...lostSteps(rule.description, rule.location.line, source, false));
        walk(rule.children, given);
      }
      if (child.scenario !== undefined) {
        refusals.push(...lostInside(child.scenario, source));
        readings.push(...readScenarioNode(child.scenario, given, source));
      }
    }
  };
  walk(feature.children, []);
  refusals.push(...readings.flatMap((reading) => (reading.ok ? [] : reading.refusals)));
  if (readings.length === 0 && refusals.length === 0) {
    const reason = 'this feature has no scenario: put the steps below a line “Scenario: …”';
    refusals.push(refuse(feature.name, source.line(feature.location.line), reason, 'Given I open /\nThen I see "…"'));
  }
  if (refusals.length > 0) return { ok: false, refusals: once(refusals) };
  const scenarios = nameApart(readings.flatMap((reading) => (reading.ok ? [reading.scenario] : [])));
  const name = feature.name === '' ? (scenarios[0]?.name ?? '') : feature.name;
  return { ok: true, feature: { name, form: 'gherkin', scenarios } };
}

function readScenarioNode(
  node: ScenarioNode,
  given: readonly StepNode[],
  source: GherkinSource,
): readonly ScenarioReading[] {
  const problem = outlineProblem(node);
  if (problem !== undefined) {
    return [
      { ok: false, refusals: [refuse(problem.part, source.line(problem.line), problem.reason, problem.nearest)] },
    ];
  }
  return exampleRows(node).map((row) => {
    const before = place(given, new Map(), source);
    const own = place(node.steps, row, source, before.at(-1)?.keyword);
    const line = source.line(node.location.line);
    return readScenario(interpolate(node.name, row), [...before, ...own], line);
  });
}

interface PlacedStep extends Placed {
  readonly keyword: StepKeywordType;
}

function place(
  steps: readonly StepNode[],
  row: ExampleRow,
  source: GherkinSource,
  before?: StepKeywordType,
): readonly PlacedStep[] {
  let keyword = before ?? StepKeywordType.UNKNOWN;
  return steps.map((step) => {
    const line = source.line(step.location.line);
    if (step.keywordType !== undefined && step.keywordType !== StepKeywordType.CONJUNCTION) keyword = step.keywordType;
    const table = step.dataTable?.rows.map(({ cells, location }) => ({
      cells: cells.map((cell) => interpolate(cell.value, row)),
      line: source.line(location.line),
    }));
    return {
      keyword,
      tokens: tokenizeTemplate(step.text, row, line),
      ...(table === undefined ? {} : { table }),
      ...(step.docString === undefined ? {} : { block: interpolate(step.docString.content, row) }),
      ...(keyword === StepKeywordType.CONTEXT
        ? { opens: true }
        : keyword === StepKeywordType.OUTCOME
          ? { opens: false }
          : {}),
    };
  });
}

function lostInside(node: ScenarioNode | Background, source: GherkinSource): readonly Refusal[] {
  return lostSteps(node.description, node.location.line, source, node.steps.length === 0);
}

/** Steps that Gherkin takes for a description because they lack a keyword or a scenario: they would get lost silently. */
function lostSteps(description: string, above: number, source: GherkinSource, all: boolean): Refusal[] {
  const lines = source.text.split('\n');
  return description.split('\n').flatMap((written) => {
    const line = written.trim();
    const withKeyword = hasStepKeyword(line, source.text);
    const step = line.replace(/^[\p{L}']+\s+/u, '');
    if (line === '' || !(all || isUnderstood(line) || (withKeyword && isUnderstood(step)))) return [];
    const at = lines.findIndex((other, index) => index >= above && other.trim() === line) + 1;
    const reason = withKeyword
      ? 'this step stands in no scenario: put a line “Scenario: …” above it'
      : 'this line has no keyword: begin it with Given, When, Then, And, But or *';
    const plain = line.replace(/^[-•]\s+/u, '');
    const nearest = withKeyword ? `Scenario: …\n  ${line}` : isUnderstood(plain) ? `* ${plain}` : '* I see "…"';
    return [refuse(line, source.line(at), reason, nearest)];
  });
}

function parserErrors(error: unknown, source: GherkinSource): readonly Refusal[] {
  if (!(error instanceof Errors.GherkinException)) throw error;
  const errors = error instanceof Errors.CompositeParserException ? error.errors : [error];
  return errors.map((one) => {
    const lines = source.text.split('\n');
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

/** A step of a background or an outline is refused once, not once a scenario. */
function once(refusals: readonly Refusal[]): readonly Refusal[] {
  return [...new Map(refusals.map((refusal) => [`${refusal.line} ${refusal.sentence}`, refusal])).values()];
}
