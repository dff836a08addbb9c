import type { Remark } from '../../domain/delivery/pull-request.ts';
import type { Finding } from '../../domain/phase-result.ts';

/** Findings, failures and files that are told; more only distract. */
export const MOST_TOLD = 20;

/** Findings as an agent is told them, one a line. */
export function toldFindings(findings: readonly Finding[]): string {
  const lines = findings.slice(0, MOST_TOLD).map(({ severity, message, file, line }) => {
    const place = file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
    return `- ${severity}: ${message}${place}`;
  });
  return lines.join('\n');
}

/** Remarks on a pull request as a coder is told them. */
export function toldRemarks(remarks: readonly Remark[]): string {
  const lines = remarks.map(({ author, text, file, line }) => {
    const place = file === undefined ? '' : ` on ${file}${line === undefined ? '' : `:${line}`}`;
    return `- ${author}${place}: ${text.replaceAll('\n', '\n  ')}`;
  });
  return lines.join('\n');
}
