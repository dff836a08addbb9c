import type { Agent, AgentAnswer, AgentCall } from '../../agent.ts';
import { TransientAgentError } from '../../../domain/failure.ts';
import type { ArtifactRef, Finding, Review } from '../../../domain/phase-result.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type ActionRun, singleActionAgent } from '../single-action.ts';
import type { ReviewSubject } from './change.ts';
import { type Git, gitOf, headOf } from './git.ts';
import { maskOf } from './mask.ts';
import { runProjectCheck } from './project-check.ts';
import { patchText, readSubject } from './read-change.ts';
import { keepEvidence } from './evidence.ts';
import { reviewReport } from './review-report.ts';
import { RULES } from './rules.ts';
import { secretFindings } from './rules/secret.ts';
import { decisionOf, scoreOf } from './score.ts';
import { findSecrets, type FoundSecret } from './secret-scan.ts';

type Check = 'lint' | 'test';
const CHECKS: readonly Check[] = ['lint', 'test'];
const STEPS = RULES.length + CHECKS.length + 1;

/** What the guardian works with. */
export interface GuardianTools {
  /** Confines the project's own checks. */
  readonly sandbox: Sandbox;
}

/**
 * The built-in guardian: reviews the change of `commit_sha` against the commit the task started from, by the project's
 * policy. It needs the workspace at the reviewed commit, set up, and keeps review.md, change.diff and the logs of the
 * project's own checks; a secret it finds is masked in all of them.
 */
export function createGuardianAgent({ sandbox }: GuardianTools): Agent {
  return singleActionAgent('review_change', (call, input, context) => review(sandbox, call, input, context));
}

async function review(
  sandbox: Sandbox,
  ...[call, input, context]: Parameters<ActionRun<'review_change'>>
): Promise<AgentAnswer<'review_change'>> {
  let done = 0;
  const step = (what: string): void => {
    context.signal.throwIfAborted();
    context.progress(what, done / STEPS);
    done += 1;
  };
  const git = gitOf(call.repository, context.signal);
  const head = await headOf(call.workspace, context.signal);
  if (head !== input.commit_sha) {
    throw new TransientAgentError(`The workspace is at ${head}, not at ${input.commit_sha}, which is to be reviewed.`);
  }
  const subject = await readSubject(git, { base_commit: call.base_commit, ...input });

  const findings: Finding[] = [];
  for (const rule of RULES) {
    step(`Checking ${rule.title}`);
    findings.push(...rule.findings(subject, call.project.guardian));
  }
  step('Looking for secrets');
  const secrets = call.project.guardian.secret_scan ? await scan(subject, context.signal) : [];
  findings.push(...secretFindings(secrets, subject.generated));
  const mask = maskOf(secrets);

  const logs: { check: Check; output: string }[] = [];
  for (const check of CHECKS) {
    const command = commandOf(call, check);
    step(command === undefined ? `The project has no ${check} command` : `Running the project's ${check}: ${command}`);
    const confine = sandbox.forTask({ project: call.project, writable: [call.workspace] });
    const place = { rule: check, command, directory: call.workspace, task_id: call.task_id, confine };
    const { findings: found, output } = await runProjectCheck(place, context.signal, mask);
    findings.push(...found);
    if (output !== undefined) logs.push({ check, output });
  }

  const { min_score } = call.project.guardian;
  const verdict: Review = {
    decision: decisionOf(findings, min_score),
    score: scoreOf(findings),
    findings: findings.map((finding) => ({ ...finding, message: mask(finding.message) })),
  };
  context.progress(`${verdict.decision}, score ${verdict.score}, ${findings.length} findings`, 1);
  return { ...verdict, artifacts: await evidenceOf(call, verdict, input.commit_sha, git, logs, mask) };
}

async function scan({ change }: ReviewSubject, signal: AbortSignal): Promise<readonly FoundSecret[]> {
  const secrets: FoundSecret[] = [];
  for (const file of change.files) {
    signal.throwIfAborted();
    secrets.push(...(await findSecrets(file)));
  }
  return secrets;
}

function commandOf({ project }: AgentCall, check: Check): string | undefined {
  return check === 'lint' ? project.guardian.lint : project.test;
}

async function evidenceOf(
  call: AgentCall,
  verdict: Review,
  commit: string,
  git: Git,
  logs: readonly { readonly check: Check; readonly output: string }[],
  mask: (text: string) => string,
): Promise<ArtifactRef[]> {
  const { task_id, round, base_commit } = call;
  const { min_score } = call.project.guardian;
  const report = reviewReport(verdict, { task_id, round, base_commit, commit_sha: commit, min_score });
  return keepEvidence(call.artifacts, [
    { name: 'review.md', kind: 'report', media_type: 'text/markdown; charset=utf-8', text: report },
    {
      name: 'change.diff',
      kind: 'diff',
      media_type: 'text/x-diff; charset=utf-8',
      text: mask(await patchText(git, base_commit, commit)),
    },
    ...logs.map(({ check, output }) => ({
      name: `${check}.log`,
      kind: 'log' as const,
      media_type: 'text/plain; charset=utf-8',
      text: output,
    })),
  ]);
}
