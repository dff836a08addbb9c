import type { Scenario as ScenarioNode, Step as StepNode } from '@cucumber/messages';
import { type ExampleRow, filledLength, hasPlaceholder, unfilled } from './placeholder.ts';

/** Every row of examples of a scenario; one empty row for a scenario that has no examples. */
export function exampleRows(node: ScenarioNode): readonly ExampleRow[] {
  if (node.examples.length === 0) return [new Map()];
  return node.examples.flatMap((examples) => {
    const columns = examples.tableHeader?.cells.map((cell) => cell.value) ?? [];
    return examples.tableBody.map(
      (row) => new Map(row.cells.map((cell, index): [string, string] => [columns[index] ?? '', cell.value])),
    );
  });
}

/** Whether a row of examples may change the step. */
export function isTemplate(step: StepNode): boolean {
  return textsOfStep(step).some(hasPlaceholder);
}

/** Every text of an outline that a row of its examples may fill. */
export function textsOf({ name, steps }: ScenarioNode): readonly string[] {
  return [name, ...steps.flatMap(textsOfStep)];
}

/** How many characters these come to with a row of examples filled in, told before it is done. */
export function filledRow(texts: readonly string[], row: ExampleRow): number {
  return texts.reduce((sum, text) => sum + filledLength(text, row), 0);
}

function textsOfStep({ text, dataTable, docString }: StepNode): readonly string[] {
  const cells = dataTable?.rows.flatMap((row) => row.cells.map((cell) => cell.value)) ?? [];
  return [text, ...cells, docString?.content ?? ''];
}

/** What is wrong with an outline, so that steps or placeholders would get lost; undefined where all is well. */
export function outlineProblem(
  node: ScenarioNode,
): { readonly part: string; readonly line: number; readonly reason: string; readonly nearest: string } | undefined {
  const empty = node.examples.find((examples) => examples.tableBody.length === 0);
  if (empty !== undefined) {
    const reason = 'these examples have no row, so that the scenario would not run';
    return { part: empty.keyword, line: empty.location.line, reason, nearest: 'I see "…"' };
  }
  const [row] = exampleRows(node);
  const templated = node.examples.length > 0 || /outline|template/iu.test(node.keyword);
  for (const step of node.steps) {
    const { text, location } = step;
    const [column] = templated ? unfilled(textsOfStep(step).join('\n'), row ?? new Map()) : [];
    if (column === undefined) continue;
    const reason = `the examples have no column “${column}”`;
    return { part: text, line: location.line, reason, nearest: text.replaceAll(/"?<[^<>]+>"?/gu, '"…"') };
  }
  return undefined;
}
