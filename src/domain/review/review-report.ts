import { FINDING_SEVERITIES } from '../task.ts';
import type { Finding, FindingSeverity, Review } from '../phase-result.ts';

/** What a report says besides the review itself. */
export interface ReportHeading {
  readonly task_id: string;
  readonly round: number;
  readonly base_commit: string;
  readonly commit_sha: string;
  readonly min_score: number;
}

const GROUPS: Readonly<Record<FindingSeverity, string>> = { ERROR: 'Errors', WARNING: 'Warnings', INFO: 'Notes' };

/** A review in Markdown for people: the decision first, then the findings, worst first. */
export function reviewReport(review: Review, heading: ReportHeading): string {
  return [
    `# Review of ${heading.task_id}, round ${heading.round}: ${review.decision}`,
    '',
    `Score ${review.score.toFixed(2)} (at least ${heading.min_score} and no error is needed). ` +
      `Commit ${heading.commit_sha}, compared with ${heading.base_commit}.`,
    ...(review.findings.length === 0 ? ['', 'Nothing was found.'] : []),
    ...FINDING_SEVERITIES.flatMap((severity) =>
      group(
        severity,
        review.findings.filter((finding) => finding.severity === severity),
      ),
    ),
    '',
  ].join('\n');
}

function group(severity: FindingSeverity, findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [];
  return ['', `## ${GROUPS[severity]} (${findings.length})`, '', ...findings.map(item)];
}

function item({ rule, file, line, message }: Finding): string {
  const place = file === undefined ? '' : ` ${inline(line === undefined ? file : `${file}:${line}`)}`;
  const [first = '', ...rest] = message.split('\n');
  const more = rest.length === 0 ? '' : `\n\n${rest.map((text) => `      ${text}`).join('\n')}\n`;
  return `- **${rule}**${place} — ${first}${more}`;
}

// A code span that holds backquotes needs a longer fence than any of them.
function inline(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${text.replaceAll('\n', ' ')}${padding}${fence}`;
}
