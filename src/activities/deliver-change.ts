import { ApplicationFailure, Context } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Forge, ForgeError, type FoundPullRequest, type Picture } from '../delivery/forge.ts';
import type { ProjectForge } from '../delivery/forges.ts';
import {
  broughtUpToDate,
  describePullRequest,
  endNotice,
  isDescribed,
  type Notice,
  pullRequestTitle,
  updateNotice,
} from '../domain/delivery/description.ts';
import { newsOf, type PullRequest, type PullRequestNews } from '../domain/delivery/pull-request.ts';
import { isGivenUp } from '../domain/delivery/withdrawal.ts';
import { type TaskArtifact, taskBranch, taskPath, type TaskState } from '../domain/task.ts';
import { maskOf } from '../observability/mask.ts';
import { maskedError } from '../observability/masked-error.ts';
import { secretsOfRequest } from '../observability/request-secrets.ts';
import type { Mask } from '../observability/secret-shapes.ts';
import { type DeliverInput, type LookInput, NOTHING_NEW } from '../workflows/task/contract.ts';
import type { ActivityPorts } from './ports.ts';

/** A larger picture is not shown. */
const LARGEST_PICTURE = 5 * 1024 * 1024;

type DeliveryPorts = Pick<ActivityPorts, 'forges' | 'accounting' | 'artifacts' | 'journal' | 'mask' | 'now'>;

/**
 * Opens the pull request of a proven change, or brings the one there is up to date. Each step finds what an earlier try did
 * already, so that a repetition changes nothing.
 */
export const deliverChangeActivity =
  (ports: DeliveryPorts) =>
  (input: DeliverInput): Promise<PullRequest> =>
    atForge(ports, async () => {
      const { state, result } = input;
      const at = ports.forges.of(state.request.project);
      const { forge, settings } = at;
      const commit_sha = result.commit_sha ?? '';
      await mustBeAtTip(forge, result.branch, commit_sha);
      const { found, isNew } = await theOne(at, input);
      const problems = [
        ...(await attempted('labels', settings.labels, () => forge.label(found.number, settings.labels))),
        ...(await attempted('reviewers', settings.reviewers, () =>
          forge.askForReview(found.number, settings.reviewers),
        )),
      ];
      const picture = await pictureOf(ports, forge, found.number, input);
      const spent = await spentOn(ports, state);
      const task_url = taskUrl(at, state);
      const described = describePullRequest({
        ...input,
        ...(picture === undefined ? {} : { picture }),
        ...(spent === undefined ? {} : { spent }),
        ...(task_url === undefined ? {} : { task_url }),
      });
      const body = broughtUpToDate(found.body, maskFor(ports, state)(described));
      if (body !== found.body) {
        // Before the description, by which the next try would see no more that it was another one.
        if (isDescribed(found.body)) await noted(forge, found.number, noticeOf(input, commit_sha));
        await forge.change(found.number, { body });
      }
      await approved(forge, commit_sha, task_url);
      const pull_request = { url: found.url, number: found.number, status: 'open', commit_sha, problems } as const;
      ports.journal.tell({ kind: 'delivered', state, how: isNew ? 'opened' : 'updated', pull_request });
      return pull_request;
    });

/** What is new about the pull request: a rest for it, or remarks. Fails while nothing is, and is tried again. */
export const lookAtPullRequestActivity =
  (ports: DeliveryPorts) =>
  ({ state, answered, takes_remarks }: LookInput): Promise<PullRequestNews> =>
    atForge(ports, async () => {
      const { forge } = ports.forges.of(state.request.project);
      const number = state.pull_request?.number ?? 0;
      const { status } = await forge.get(number);
      const written = takes_remarks && status === 'open' ? await forge.remarks(number) : [];
      const news = newsOf(status, written, answered);
      if (news !== undefined) return news;
      throw ApplicationFailure.create({
        message: `Pull request ${number} is open, and nobody has said anything new.`,
        type: NOTHING_NEW,
        category: ApplicationFailureCategory.BENIGN,
      });
    });

/** Says how a task ended that hands nothing over; closes the pull request of one that was given up. */
export const withdrawPullRequestActivity =
  (ports: DeliveryPorts) =>
  (state: TaskState): Promise<void> =>
    atForge(ports, async () => {
      const at = ports.forges.of(state.request.project);
      const { forge } = at;
      const found =
        state.pull_request === undefined
          ? await forge.find(taskBranch(state.task_id), await targetOf(at))
          : await forge.get(state.pull_request.number);
      if (found?.status !== 'open') return;
      await noted(forge, found.number, maskedNotice(endNotice(state), maskFor(ports, state)));
      if (isGivenUp(state)) await forge.change(found.number, { status: 'closed' });
    });

/** A forge's errors in Temporal's terms: what does not pass by itself is not tried again. */
async function atForge<T>({ mask }: Pick<ActivityPorts, 'mask'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ForgeError)) throw maskedError(error, mask) as Error;
    throw ApplicationFailure.create({
      message: mask(error.message),
      type: error.name,
      nonRetryable: !error.passes,
      ...(error.retryAfterMs === undefined ? {} : { nextRetryDelay: error.retryAfterMs }),
    });
  }
}

/** @throws {ForgeError} when the branch at the forge is not at the proven commit: nothing else is handed over. */
async function mustBeAtTip(forge: Forge, branch: string, commit: string): Promise<void> {
  const tip = await forge.tipOf(branch);
  if (tip === commit) return;
  const where = tip === undefined ? 'has no such branch' : `has it at ${tip}`;
  const message = `The proven commit of ${branch} is ${commit}, and the forge ${where}: is deliver.url the repository that is pushed to?`;
  throw new ForgeError(message, { passes: false });
}

/** The branch that a project's pull requests go into. */
async function targetOf({ forge, base }: ProjectForge): Promise<string> {
  return base ?? (await forge.defaultBranch());
}

/** The task's pull request, open: the one there is, or a new one. */
async function theOne(
  at: ProjectForge,
  { state, result }: DeliverInput,
): Promise<{ readonly found: FoundPullRequest; readonly isNew: boolean }> {
  const { forge, settings } = at;
  const into = await targetOf(at);
  const found = await forge.find(result.branch, into);
  if (found === undefined || found.status === 'merged') {
    const draft = { head: result.branch, base: into, title: pullRequestTitle(state), draft: settings.draft };
    return { found: await forge.open({ ...draft, body: '' }), isNew: true };
  }
  if (found.status === 'closed') await forge.change(found.number, { status: 'open' });
  return { found, isNew: false };
}

/** What is nice to have: what the forge refuses of it is told, and the rest goes on. */
async function attempted(what: string, of: readonly string[], work: () => Promise<void>): Promise<readonly string[]> {
  if (of.length === 0) return [];
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof ForgeError) || error.passes) throw error;
    return [`The ${what} ${of.join(', ')} could not be set: ${error.message}`];
  }
}

async function approved(forge: Forge, commit: string, url: string | undefined): Promise<void> {
  const description = 'The test that failed without the change passes on staging with it.';
  const proof = { description, ...(url === undefined ? {} : { url }) };
  await attempted('status', ['chimera'], () => forge.approve(commit, proof));
}

async function pictureOf(
  { artifacts }: Pick<ActivityPorts, 'artifacts'>,
  forge: Forge,
  number: number,
  { state }: DeliverInput,
): Promise<string | undefined> {
  const shot = state.artifacts.findLast(isProof);
  if (shot === undefined || shot.bytes > LARGEST_PICTURE) return undefined;
  const content = await artifacts.open(state.task_id, shot.path);
  if (content === undefined) return undefined;
  const bytes = new Uint8Array(await buffer(content.stream));
  const name = `proof-round-${shot.round}${posix.extname(shot.path)}`;
  const picture: Picture = { name, media_type: shot.media_type, bytes };
  try {
    return await forge.attach(number, picture);
  } catch (error) {
    if (error instanceof ForgeError && !error.passes) return undefined;
    throw error;
  }
}

function isProof({ kind, phase }: TaskArtifact): boolean {
  return kind === 'screenshot' && phase === 'E2E_VALIDATION';
}

async function spentOn(
  { accounting, now }: DeliveryPorts,
  { task_id, request: { project } }: TaskState,
): Promise<{ readonly usd: number; readonly tokens: number } | undefined> {
  try {
    return (await accounting.readSpent({ task_id, project, phase: 'E2E_VALIDATION', now: now() })).task;
  } catch (error) {
    Context.current().log.warn('The pull request does not say what the change cost', { error });
    return undefined;
  }
}

/** Writes a notice, unless it is written. */
async function noted(forge: Forge, number: number, { mark, text }: Notice): Promise<void> {
  const there = await forge.comments(number);
  if (!there.some((comment) => comment.text.includes(mark))) await forge.comment(number, text);
}

function noticeOf({ state, feedback, takes_remarks }: DeliverInput, commit: string): Notice {
  return updateNotice(commit, { round: state.round, feedback, takes_remarks });
}

/** What is secret in a task's request is so at its forge as well. */
function maskFor({ mask }: Pick<ActivityPorts, 'mask'>, { request }: TaskState): Mask {
  return maskOf(secretsOfRequest(request), mask);
}

function maskedNotice({ mark, text }: Notice, mask: Mask): Notice {
  return { mark, text: mask(text) };
}

/** Where people see the task, where it is known at which URL they reach Chimera. */
function taskUrl({ settings: { chimera_url } }: ProjectForge, { task_id }: TaskState): string | undefined {
  return chimera_url === undefined ? undefined : `${chimera_url.replace(/\/$/, '')}${taskPath(task_id)}`;
}
