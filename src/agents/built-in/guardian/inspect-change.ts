import { setImmediate } from 'node:timers/promises';
import type { ArtifactRef, Finding } from '../../../domain/phase-result.ts';
import type { Replacement } from '../../workspace/workspace.ts';
import type { ReviewSubject } from './change.ts';
import { keepEvidence } from '../../evidence.ts';
import { gathered } from '../../../domain/review/review-score.ts';
import { gitBytesOf, gitOf } from './git.ts';
import { lineMaskOf } from './mask.ts';
import { putBackPlan } from './put-back.ts';
import { patchText, readSubject, type ReviewedCommits } from './read-change.ts';
import { type GuardedProject, reviewPolicy } from './review-policy.ts';
import { RULES } from './rules.ts';
import { secretFindings } from './rules/secret.ts';
import { findSecrets, type FoundSecret } from './secret-scan.ts';

/** What of a change is to be looked at; plain JSON. */
export interface InspectionOrder extends ReviewedCommits {
  /** A bare repository that has the commits. */
  readonly repository: string;
  /** Where the evidence goes. */
  readonly artifacts: string;
  readonly project: GuardedProject;
}

/** What was found in a change itself, without the project's own checks; plain JSON, and of a bounded size. */
export interface Inspection {
  readonly findings: readonly Finding[];
  /** For masking only: they must never be shown. Undefined: there are too many to look for, and nothing may be shown. */
  readonly secrets: readonly string[] | undefined;
  /** The change as text for people. */
  readonly diff: readonly ArtifactRef[];
  /** What is to be as in the base commit for lint and tests. */
  readonly put_back: readonly Replacement[];
}

/** What an inspection is given beside its order. */
export interface InspectionContext {
  readonly signal: AbortSignal;
  /** Hears what is looked at. */
  readonly tell: (step: string) => void;
}

/** Inspects a change. It takes as long as the change is large, so no event loop should wait for it. */
export type InspectChange = (order: InspectionOrder, context: InspectionContext) => Promise<Inspection>;

/** How many steps an inspection tells of. */
export const INSPECTION_STEPS = RULES.length + 1;

/** The most secrets that are looked for in what the project's checks print, in number and in characters together. */
const MOST_SECRETS = 2_000;
const MOST_SECRET_CHARACTERS = 256 * 1024;

/** The most findings of one rule: a change with more is rejected by them, and nobody reads them all. */
const MOST_FINDINGS = 100;

/**
 * Looks at a change by every rule, for secrets if the policy says so, and keeps it as text, secrets masked.
 * @throws {TerminalAgentError} when git cannot read the change.
 */
export const inspectChange: InspectChange = async (order, { signal, tell }) => {
  const { repository, artifacts, project, base_commit, commit_sha } = order;
  const git = gitOf(repository, signal);
  const subject = await readSubject(git, gitBytesOf(repository, signal), order);
  const policy = reviewPolicy(project, subject.base_scripts);
  const findings: Finding[] = [];
  for (const rule of RULES) {
    signal.throwIfAborted();
    tell(`Checking ${rule.title}`);
    findings.push(...bounded(gathered(rule.findings(subject, policy))));
  }
  tell('Looking for secrets');
  const secrets = policy.secret_scan ? await scan(subject, signal) : [];
  findings.push(...bounded(secretFindings(secrets, subject.generated)));
  const values = secrets.flatMap((secret) => secret.values);
  const mask = lineMaskOf(values);
  const text = mask(await patchText(git, base_commit, commit_sha));
  const diff = { name: 'change.diff', kind: 'diff' as const, media_type: 'text/x-diff; charset=utf-8', text };
  return {
    findings: findings.map((finding) => ({ ...finding, message: mask(finding.message) })),
    secrets: isTooMuch(values) ? undefined : values,
    diff: await keepEvidence(artifacts, [diff]),
    put_back: putBackPlan(subject, policy),
  };
};

function isTooMuch(values: readonly string[]): boolean {
  const characters = values.reduce((sum, value) => sum + value.length, 0);
  return values.length > MOST_SECRETS || characters > MOST_SECRET_CHARACTERS;
}

function bounded(findings: readonly Finding[]): readonly Finding[] {
  const [first] = findings.slice(MOST_FINDINGS);
  if (first === undefined) return findings;
  const { rule, severity } = first;
  const message = `There are ${findings.length - MOST_FINDINGS} more of these.`;
  return [...findings.slice(0, MOST_FINDINGS), { rule, severity, message }];
}

async function scan({ change }: ReviewSubject, signal: AbortSignal): Promise<readonly FoundSecret[]> {
  const secrets: FoundSecret[] = [];
  for (const file of change.files) {
    // So that an abort is heard between two files.
    await setImmediate();
    signal.throwIfAborted();
    for (const secret of await findSecrets(file)) secrets.push(secret);
  }
  return secrets;
}
