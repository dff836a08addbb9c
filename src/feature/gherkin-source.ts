import { type Dialect, dialects } from '@cucumber/gherkin';

/** A Gherkin text made whole: what its author may leave out is put in, and `line` tells lines as the author counts. */
export interface GherkinSource {
  readonly text: string;
  readonly line: (parsed: number) => number;
}

const LANGUAGE = /^\s*#\s*language\s*:\s*([a-zA-Z\-_]+)\s*$/u;

/** Whether the text is meant as Gherkin: a language header, a line such as `Scenario:`, or only lines such as `Given …`. */
export function isGherkin(text: string): boolean {
  const lines = contentLines(text);
  const dialect = dialectOf(text);
  if (lines.some((line) => LANGUAGE.test(line)) || dialect === undefined) return true;
  return lines.some((line) => isTitle(line, titles(dialect))) || isBare(lines, dialect);
}

/** The dialect whose `Feature:` a line has, although no header says so; undefined where no line has one. */
export function undeclaredDialect(text: string): string | undefined {
  const lines = contentLines(text);
  return Object.entries(dialects).find(
    ([code, dialect]) => code !== 'en' && lines.some((line) => isTitle(line, dialect.feature)),
  )?.[0];
}

/** Puts in the `Feature:` and `Scenario:` lines that are missing. */
export function completeGherkin(text: string): GherkinSource {
  const dialect = dialectOf(text);
  const lines = text.split('\n');
  if (dialect === undefined || contentLines(text).some((line) => isTitle(line, dialect.feature))) {
    return { text, line: (parsed) => parsed };
  }
  const header = lines.findIndex((line) => LANGUAGE.test(line)) + 1;
  const missing = [`${dialect.feature[0] ?? ''}:`];
  if (isBare(contentLines(text), dialect)) missing.push(`${dialect.scenario[0] ?? ''}:`);
  const whole = [...lines.slice(0, header), ...missing, ...lines.slice(header)].join('\n');
  return { text: whole, line: (parsed) => (parsed > header ? Math.max(parsed - missing.length, 1) : parsed) };
}

/** Whether the line begins with a step keyword of the text's dialect. */
export function hasStepKeyword(line: string, text: string): boolean {
  const dialect = dialectOf(text);
  return dialect !== undefined && stepKeywords(dialect).some((keyword) => line.trim().startsWith(keyword));
}

function dialectOf(text: string): Dialect | undefined {
  const code = contentLines(text)
    .map((line) => LANGUAGE.exec(line)?.[1])
    .find((found) => found !== undefined);
  return Object.hasOwn(dialects, code ?? 'en') ? dialects[code ?? 'en'] : undefined;
}

/** The lines that are not blank and not inside a text block. */
function contentLines(text: string): readonly string[] {
  let fence: string | undefined;
  return text.split('\n').filter((line) => {
    const mark = /^\s*("""|```)/u.exec(line)?.[1];
    if (fence === undefined && mark !== undefined) fence = mark;
    else if (fence !== undefined && mark === fence) fence = undefined;
    else return fence === undefined && line.trim() !== '';
    return false;
  });
}

function isTitle(line: string, keywords: readonly string[]): boolean {
  return keywords.some((keyword) => line.trim().startsWith(`${keyword}:`));
}

function isBare(lines: readonly string[], dialect: Dialect): boolean {
  const steps = lines.filter((line) => !/^\s*[|#@]/u.test(line));
  const first = steps[0]?.trim() ?? '*';
  return !first.startsWith('*') && steps.every((line) => stepKeywords(dialect).some((k) => line.trim().startsWith(k)));
}

function titles({ feature, background, rule, scenario, scenarioOutline, examples }: Dialect): readonly string[] {
  return [feature, background, rule, scenario, scenarioOutline, examples].flat();
}

function stepKeywords({ given, when, then, and, but }: Dialect): readonly string[] {
  return [given, when, then, and, but].flat();
}
