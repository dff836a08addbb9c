import { type Dialect, dialects } from '@cucumber/gherkin';

/** A Gherkin text made whole: what its author may leave out is put in, and `line` tells lines as the author counts. */
export interface GherkinSource {
  readonly text: string;
  readonly lines: readonly string[];
  readonly line: (parsed: number) => number;
  /** Whether a line without white space around it begins with a step keyword of the text's dialect. */
  readonly isStep: (line: string) => boolean;
}

const LANGUAGE = /^\s*#\s*language\s*:\s*([a-zA-Z\-_]+)\s*$/u;

/** Whether the text is meant as Gherkin: a language header, a line such as `Scenario:`, or only lines such as `Given …`. */
export function isGherkin(text: string): boolean {
  const lines = contentLines(text);
  const dialect = dialectOf(text);
  if (lines.some((line) => LANGUAGE.test(line)) || dialect === undefined) return true;
  return lines.some((line) => isTitle(line, titles(dialect))) || isBare(lines, dialect);
}

/** The first dialect whose `Feature:` a line has, although no header says so; undefined where no line has one. */
export function undeclaredDialect(text: string): string | undefined {
  const codes = Object.keys(dialects);
  const found = contentLines(text).flatMap((line) => {
    const end = line.indexOf(':');
    const code = end === -1 ? undefined : FEATURE_DIALECTS.get(line.slice(0, end).trimStart());
    return code === undefined ? [] : [codes.indexOf(code)];
  });
  return found.length === 0 ? undefined : codes[found.reduce((least, index) => Math.min(least, index))];
}

/** The first dialect, English apart, that has each word for a feature. */
const FEATURE_DIALECTS: ReadonlyMap<string, string> = new Map(
  Object.entries(dialects)
    .reverse()
    .flatMap(([code, { feature }]) => (code === 'en' ? [] : feature.map((word): [string, string] => [word, code]))),
);

/** Puts in the `Feature:` and `Scenario:` lines that are missing. */
export function completeGherkin(text: string): GherkinSource {
  const dialect = dialectOf(text);
  const lines = text.split('\n');
  const keywords = dialect === undefined ? [] : stepKeywords(dialect);
  const isStep = (line: string): boolean => keywords.some((keyword) => line.startsWith(keyword));
  if (dialect === undefined || contentLines(text).some((line) => isTitle(line, dialect.feature))) {
    return { text, lines, isStep, line: (parsed) => parsed };
  }
  const header = lines.findIndex((line) => LANGUAGE.test(line)) + 1;
  const missing = [`${dialect.feature[0] ?? ''}:`];
  if (isBare(contentLines(text), dialect)) missing.push(`${dialect.scenario[0] ?? ''}:`);
  const whole = [...lines.slice(0, header), ...missing, ...lines.slice(header)];
  const line = (parsed: number): number => (parsed > header ? Math.max(parsed - missing.length, 1) : parsed);
  return { text: whole.join('\n'), lines: whole, isStep, line };
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
  const end = line.indexOf(':');
  return end !== -1 && keywords.includes(line.slice(0, end).trimStart());
}

function isBare(lines: readonly string[], dialect: Dialect): boolean {
  const steps = lines.filter((line) => !/^\s*[|#@]/u.test(line));
  const first = steps[0]?.trim() ?? '*';
  const keywords = stepKeywords(dialect);
  return !first.startsWith('*') && steps.every((line) => keywords.some((keyword) => line.trim().startsWith(keyword)));
}

function titles({ feature, background, rule, scenario, scenarioOutline, examples }: Dialect): readonly string[] {
  return [feature, background, rule, scenario, scenarioOutline, examples].flat();
}

function stepKeywords({ given, when, then, and, but }: Dialect): readonly string[] {
  return [given, when, then, and, but].flat();
}
