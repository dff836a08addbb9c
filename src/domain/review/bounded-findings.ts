import { FINDING_SEVERITIES } from '../task.ts';
import type { Finding } from '../phase-result.ts';

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
  const worstFirst = FINDING_SEVERITIES.flatMap((severity) => short.filter((one) => one.severity === severity));
  let room = MOST_OF_ALL;
  const hasRoom = (finding: Finding): boolean => {
    room -= lengthOf([finding]);
    return room >= 0;
  };
  const kept = worstFirst.slice(
    0,
    worstFirst.findIndex((finding) => !hasRoom(finding)),
  );
  const left = worstFirst.slice(kept.length);
  const message = `There are ${left.length} more findings, which are left out here.`;
  const more = left.slice(0, 1).map(({ severity }) => ({ rule: 'more-findings', severity, message }));
  return [...kept, ...more];
}

function lengthOf(findings: readonly Finding[]): number {
  return findings.reduce((sum, { message, file = '' }) => sum + message.length + file.length, 0);
}
