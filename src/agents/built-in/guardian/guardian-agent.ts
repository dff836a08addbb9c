import type { Agent, AgentCall } from '../../agent.ts';
import type { ArtifactRef, Review } from '../../../domain/phase-result.ts';
import { type ActionRun, singleActionAgent } from '../single-action.ts';
import { boundedFindings } from '../../../domain/review/bounded-findings.ts';
import { CHECK_STEPS, type CheckLog, type CheckTools, runChecks } from './checks.ts';
import { keepEvidence } from '../../evidence.ts';
import { type InspectChange, INSPECTION_STEPS } from './inspect-change.ts';
import { lineMaskOf } from './mask.ts';
import { reviewReport } from '../../../domain/review/review-report.ts';
import { decisionOf, scoreOf } from '../../../domain/review/review-score.ts';

const STEPS = INSPECTION_STEPS + CHECK_STEPS;

/** What the guardian works with. */
export interface GuardianTools extends CheckTools {
  readonly inspectChange: InspectChange;
}

/**
 * The built-in guardian: reviews the change of `commit_sha` against the commit the task started from, by the project's
 * policy. It reads commits only, runs lint and tests in a checkout of its own, and keeps review.md, change.diff and the
 * logs of those checks; a secret it finds is masked in all of them.
 */
export function createGuardianAgent(tools: GuardianTools): Agent {
  const review: ActionRun<'review_change'> = async (call, input, { signal, progress }) => {
    let done = 0;
    const step = (what: string): void => {
      signal.throwIfAborted();
      progress(what, done / STEPS);
      done += 1;
    };
    const { repository, artifacts, base_commit, project } = call;
    const { min_score } = project.guardian;
    const order = { repository, artifacts, base_commit, project, ...input };
    const { findings, secrets, diff, put_back } = await tools.inspectChange(order, { signal, tell: step });
    const mask = secrets === undefined ? withhold : lineMaskOf(secrets);
    const rejected = decisionOf(findings, min_score) === 'rejected';
    const checks = await runChecks(tools, { call, commit: input.commit_sha, put_back, rejected, signal, mask, step });
    const masked = checks.findings.map((finding) => ({ ...finding, message: mask(finding.message) }));
    const found = [...findings, ...masked];
    const verdict: Review = {
      decision: decisionOf(found, min_score),
      score: scoreOf(found),
      findings: boundedFindings(found),
    };
    progress(`${verdict.decision}, score ${verdict.score}, ${found.length} findings`, 1);
    return { ...verdict, artifacts: await evidenceOf(call, verdict, input.commit_sha, diff, checks.logs) };
  };
  return { ...singleActionAgent('review_change', review), ignoresWorkspace: true };
}

function withhold(): string {
  return 'What it printed is not kept: the change holds too many secrets to look for them in it.';
}

async function evidenceOf(
  call: AgentCall,
  verdict: Review,
  commit: string,
  diff: readonly ArtifactRef[],
  logs: readonly CheckLog[],
): Promise<ArtifactRef[]> {
  const { task_id, round, base_commit } = call;
  const { min_score } = call.project.guardian;
  const text = reviewReport(verdict, { task_id, round, base_commit, commit_sha: commit, min_score });
  const report = { name: 'review.md', kind: 'report' as const, media_type: 'text/markdown; charset=utf-8', text };
  const outputs = logs.map(({ check, output }) => ({
    ...{ name: `${check}.log`, kind: 'log' as const, media_type: 'text/plain; charset=utf-8', text: output },
  }));
  const [reported, ...kept] = await keepEvidence(call.artifacts, [report, ...outputs]);
  return [...(reported === undefined ? [] : [reported]), ...diff, ...kept];
}
