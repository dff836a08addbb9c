/** One thing that is wrong in a configuration. */
export interface ConfigProblem {
  /** Where: `projects[0].staging.command`, or the name of an environment variable; empty for the whole. */
  readonly path: string;
  /** Line in the file, from 1, where there is a file. */
  readonly line?: number;
  /** The offending value as a person would recognise it; left out when it is missing or secret. */
  readonly value?: string;
  /** What would be right. */
  readonly message: string;
}

/** A configuration that cannot be used; its message is the whole readable report, one line a problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly source: string;
  readonly problems: readonly ConfigProblem[];

  /** `source` is the file's path, or "The environment". */
  constructor(source: string, problems: readonly ConfigProblem[]) {
    const sorted = problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
    const count = sorted.length === 1 ? 'a problem' : `${sorted.length} problems`;
    super([`${source} has ${count}:`, ...sorted.map((problem) => `  ${describe(problem)}`)].join('\n'));
    this.source = source;
    this.problems = sorted;
  }
}

function describe({ path, line, value, message }: ConfigProblem): string {
  const place = [line === undefined ? '' : `line ${line}`, path].filter((part) => part !== '').join(', ');
  const shown = value === undefined ? '' : ` is ${value}:`;
  const subject = `${place}${shown}`;
  return subject === '' ? message : `${subject}${value === undefined ? ':' : ''} ${message}`;
}

const LONGEST_VALUE = 60;

/** A value as it is shown in a problem: JSON, cut when it is long. */
export function shownValue(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return String(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
