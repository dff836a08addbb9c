import { FINDING_SEVERITIES } from '../../../domain/task.ts';
import type { Finding } from '../../../domain/phase-result.ts';

/** Characters of a finding's message. */
const MOST_OF_ONE = 6_000;

/** Characters of all findings together: they travel in the task's history, whose messages are bounded. */
const MOST_OF_ALL = 300_000;

/** Findings of a length that a history takes, the worst kept; the number of the others is a finding too. */
export function boundedFindings(findings: readonly Finding[]): readonly Finding[] {
  const short = findings.map((finding) =>
    finding.message.length <= MOST_OF_ONE
      ? finding
      : { ...finding, message: `${finding.message.slice(0, MOST_OF_ONE)}…` },
  );
  if (lengthOf(short) <= MOST_OF_ALL) return short;
  const kept: Finding[] = [];
  let room = MOST_OF_ALL;
  for (const severity of FINDING_SEVERITIES) {
    for (const finding of short.filter((one) => one.severity === severity)) {
      room -= lengthOf([finding]);
      if (room < 0) {
        const message = `There are ${short.length - kept.length} more findings, which are left out here.`;
        return [...kept, { rule: 'more-findings', severity, message }];
      }
      kept.push(finding);
    }
  }
  return kept;
}

function lengthOf(findings: readonly Finding[]): number {
  return findings.reduce((sum, { message, file = '' }) => sum + message.length + file.length, 0);
}
