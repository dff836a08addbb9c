import { isUnderstood } from './explain.ts';
import type { GherkinSource } from './gherkin-source.ts';
import type { Tally } from './tally.ts';

/** What stands below a title: Gherkin takes every line of it for a description that is no step of its own. */
export interface Described {
  readonly description: string;
  /** The line of the title, from 1, as Gherkin counts. */
  readonly location: { readonly line: number };
}

/** Refuses steps that lack a keyword or a scenario, for they would get lost silently; where `all` are, every line is one. */
export function refuseLostSteps(
  { description, location }: Described,
  all: boolean,
  source: GherkinSource,
  tally: Tally,
): void {
  let at = location.line;
  for (const written of description.split('\n')) {
    const line = written.trim();
    if (line === '') continue;
    while (at < source.lines.length && source.lines[at]?.trim() !== line) at += 1;
    at += 1;
    const number = source.line(at);
    tally.described(number);
    if (tally.over) return;
    const withKeyword = source.isStep(line);
    const step = line.replace(/^[\p{L}']+\s+/u, '');
    if (!(all || isUnderstood(line) || (withKeyword && isUnderstood(step)))) continue;
    const reason = withKeyword
      ? 'this step stands in no scenario: put a line “Scenario: …” above it'
      : 'this line has no keyword: begin it with Given, When, Then, And, But or *';
    const plain = line.replace(/^[-•]\s+/u, '');
    const nearest = withKeyword ? `Scenario: …\n  ${line}` : isUnderstood(plain) ? `* ${plain}` : '* I see "…"';
    tally.refuse({ sentence: line, line: number, part: line, reason, nearest });
  }
}
