import { describe, expect, it } from 'vitest';
import { reviewReport } from './review-report.ts';

const heading = { task_id: 'chimera-0123456789ab', round: 2, base_commit: 'aaa', commit_sha: 'bbb', min_score: 0.7 };

describe('the report of a review', () => {
  it('groups the findings, worst first, each with its place', () => {
    const report = reviewReport(
      {
        decision: 'rejected',
        score: 0.4,
        findings: [
          { rule: 'binary-file', severity: 'INFO', message: 'a note' },
          { rule: 'weakened-test', severity: 'WARNING', message: 'a warning', file: 'a`b.js' },
          { rule: 'secret', severity: 'ERROR', message: 'an error\nwith more', file: 'src/a.js', line: 3 },
        ],
      },
      heading,
    );
    expect(report).toContain('# Review of chimera-0123456789ab, round 2: rejected');
    expect(report).toContain('Score 0.40');
    expect(report).toMatch(/## Errors \(1\)[^]*## Warnings \(1\)[^]*## Notes \(1\)/);
    expect(report).toContain('- **secret** `src/a.js:3` — an error\n\n      with more\n');
    expect(report).toContain('`` a`b.js ``');
  });
  it('says when nothing was found', () => {
    const report = reviewReport({ decision: 'approved', score: 1, findings: [] }, heading);
    expect(report).toContain('Nothing was found.');
    expect(report).not.toContain('##');
  });
});
