import { lineComment, stringLiteral } from './literal.ts';
import { createLocatorWriter, type LocatorWriter } from './locator.ts';
import { preludeOf } from './prelude/prelude.ts';
import { maySideBySide, type SiteState } from './side-by-side.ts';
import { beginsWithPage, homePage, settingOf, statementsOf } from './statements.ts';
import { TerminalAgentError } from '../../../../domain/failure.ts';
import type { Feature, Scenario, Step } from '../../../../feature/step.ts';

/** What a test is written for, besides its feature. */
export interface WriteTestOptions {
  readonly taskId: string;
  /** The site under test; addresses on it are written relative to it, so that the test runs against any deployment. */
  readonly targetUrl: string;
  /** Whom what a visitor does at the site concerns; all, when not given. */
  readonly siteState?: SiteState;
}

/** Said by the test itself, so that it runs the same wherever it runs. */
const SIDE_BY_SIDE = "test.describe.configure({ mode: 'parallel' });";

/**
 * The source of a Playwright test file: a test a scenario, and in it a step a sentence, named by the sentence.
 * Throws TerminalAgentError for a feature without scenarios and for a scenario that asserts nothing.
 */
export function writeTest(feature: Feature, options: WriteTestOptions): string {
  if (feature.scenarios.length === 0) throw new TerminalAgentError('the feature has no scenario to test');
  const write = createLocatorWriter();
  const titles = distinctTitles(feature.scenarios);
  const tests = feature.scenarios.map((scenario, at) =>
    testSource(scenario, titles[at] ?? '', write, options.targetUrl),
  );
  const { imports, setUp: taught, sources } = preludeOf(write.used);
  const sideBySide = maySideBySide(feature, options.siteState ?? 'shared');
  const setUp = [...(sideBySide ? [SIDE_BY_SIDE] : []), ...taught];
  const file = [
    lineComment(`Feature: ${feature.name}`),
    lineComment(`Task: ${options.taskId}`),
    importLine(['expect', 'test', ...imports]),
    '',
    `test.describe(${stringLiteral(feature.name)}, () => {`,
    ...setUp.map((statement) => `  ${statement}`),
    ...(setUp.length > 0 ? [''] : []),
    tests.join('\n\n'),
    '});',
    ...sources.flatMap((source) => ['', source]),
  ];
  return `${file.join('\n')}\n`;
}

function importLine(names: readonly string[]): string {
  const bare = (name: string): string => name.replace(/^type /, '').toLowerCase();
  const sorted = [...new Set(names)].toSorted((a, b) => bare(a).localeCompare(bare(b)));
  return `import { ${sorted.join(', ')} } from '@playwright/test';`;
}

function testSource(scenario: Scenario, title: string, write: LocatorWriter, targetUrl: string): string {
  if (!scenario.steps.some((step) => step.does.type === 'assertion')) {
    throw new TerminalAgentError(`the scenario ${JSON.stringify(scenario.name)} asserts nothing`);
  }
  const setting = settingOf(scenario, write);
  const home = beginsWithPage(scenario) ? [] : [`    await ${homePage(setting, write)};\n`];
  const steps = sentences(scenario.steps).map(
    (sentence) =>
      `    await test.step(${stringLiteral(sentence.text)}, async () => {\n` +
      sentence.steps
        .flatMap((step) => statementsOf(step, setting, write, targetUrl))
        .map((statement) => `      ${statement};\n`)
        .join('') +
      '    });\n',
  );
  const opening = setting.opening.map((line) => `    ${line}\n`);
  return `  test(${stringLiteral(title)}, async ({ ${setting.page} }) => {\n${[...opening, ...home, ...steps].join('')}  });`;
}

interface Sentence {
  readonly text: string;
  readonly line: number;
  readonly steps: Step[];
}

/** A sentence may hold several steps: what comes from one sentence stays together. */
function sentences(steps: readonly Step[]): readonly Sentence[] {
  const found: Sentence[] = [];
  for (const step of steps) {
    const last = found.at(-1);
    if (last?.text === step.sentence && last.line === step.line) last.steps.push(step);
    else found.push({ text: step.sentence, line: step.line, steps: [step] });
  }
  return found;
}

/** Playwright refuses two tests of the same title, and people give two scenarios the same name. */
function distinctTitles(scenarios: readonly Scenario[]): readonly string[] {
  const taken = new Set<string>();
  return scenarios.map(({ name }, at) => {
    const title = name.trim() === '' ? `Scenario ${at + 1}` : name;
    let distinct = title;
    for (let copy = 2; taken.has(distinct); copy += 1) distinct = `${title} (${copy})`;
    taken.add(distinct);
    return distinct;
  });
}
