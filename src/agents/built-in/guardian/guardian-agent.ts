import type { Agent, AgentCall } from '../../agent.ts';
import type { ArtifactRef, Finding, Review } from '../../../domain/phase-result.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type ActionRun, singleActionAgent } from '../single-action.ts';
import { keepEvidence } from './evidence.ts';
import { type InspectChange, INSPECTION_STEPS } from './inspect-change.ts';
import { maskOf } from './mask.ts';
import { runProjectCheck } from './project-check.ts';
import { reviewReport } from './review-report.ts';
import { decisionOf, scoreOf } from './score.ts';

type Check = 'lint' | 'test';
const CHECKS: readonly Check[] = ['lint', 'test'];
const STEPS = INSPECTION_STEPS + CHECKS.length;

/** What the guardian works with. */
export interface GuardianTools {
  readonly inspectChange: InspectChange;
  /** Confines the project's own checks. */
  readonly sandbox: Sandbox;
}

/**
 * The built-in guardian: reviews the change of `commit_sha` against the commit the task started from, by the project's
 * policy. It needs the workspace at the reviewed commit, set up, and keeps review.md, change.diff and the logs of the
 * project's own checks; a secret it finds is masked in all of them.
 */
export function createGuardianAgent({ inspectChange, sandbox }: GuardianTools): Agent {
  const review: ActionRun<'review_change'> = async (call, input, context) => {
    let done = 0;
    const step = (what: string): void => {
      context.progress(what, done / STEPS);
      done += 1;
    };
    const { workspace, repository, artifacts, base_commit } = call;
    const order = { workspace, repository, artifacts, base_commit, policy: call.project.guardian, ...input };
    const { findings, secrets, diff } = await inspectChange(order, { signal: context.signal, tell: step });
    const mask = secrets === undefined ? withhold : maskOf(secrets);
    const found: Finding[] = [...findings];
    const confine = sandbox.forTask({ project: call.project, writable: [workspace] });
    const logs: { check: Check; output: string }[] = [];
    for (const check of CHECKS) {
      context.signal.throwIfAborted();
      const command = commandOf(call, check);
      step(
        command === undefined ? `The project has no ${check} command` : `Running the project's ${check}: ${command}`,
      );
      const place = { rule: check, command, directory: workspace, task_id: call.task_id, confine };
      const outcome = await runProjectCheck(place, context.signal, mask);
      found.push(...outcome.findings.map((finding) => ({ ...finding, message: mask(finding.message) })));
      if (outcome.output !== undefined) logs.push({ check, output: outcome.output });
    }
    const { min_score } = call.project.guardian;
    const verdict: Review = { decision: decisionOf(found, min_score), score: scoreOf(found), findings: found };
    context.progress(`${verdict.decision}, score ${verdict.score}, ${found.length} findings`, 1);
    return { ...verdict, artifacts: await evidenceOf(call, verdict, input.commit_sha, diff, logs) };
  };
  return singleActionAgent('review_change', review);
}

function withhold(): string {
  return 'What it printed is not kept: the change holds too many secrets to look for them in it.';
}

function commandOf({ project }: AgentCall, check: Check): string | undefined {
  return check === 'lint' ? project.guardian.lint : project.test;
}

async function evidenceOf(
  call: AgentCall,
  verdict: Review,
  commit: string,
  diff: readonly ArtifactRef[],
  logs: readonly { readonly check: Check; readonly output: string }[],
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
