import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { lookOver } from './look-over.ts';
import { baseAtOrigin, checkBaseBranch, mirrorAt, prepareMirror } from './mirror.ts';
import { openWorkspace } from './open-workspace.ts';
import { baseRef, branchOf, originRef } from './refs.ts';
import { removeTree } from './remove-tree.ts';
import { readRecord, readRecords, removeRecord, writeRecord } from './workspace-records.ts';
import { dropUnfinishedWork } from './unfinished-work.ts';
import type { WorkspaceListing, Workspaces } from './workspace.ts';
import { removeWorktree } from './worktree.ts';

/** How long an origin may take over what only clears up, in ms. */
const DROP_LIMIT_MS = 10_000;

/** Where workspaces lie on this host. */
export interface WorkspacesOptions {
  /**
   * Holds `mirrors/<project>.git`, a bare repository a project, `workspaces/<task_id>`, a worktree a task,
   * `proofs/<task_id>`, where tests and other checks are run, and `homes/<task_id>`, what agents keep between their calls.
   */
  readonly dataDirectory: string;
  /** How it is noted that a workspace is to be kept; otherwise on this disk. */
  readonly noteKept?: typeof writeRecord;
}

/** The workspaces below a data directory. Processes of one host may share it. */
export function createWorkspaces({ dataDirectory, noteKept = writeRecord }: WorkspacesOptions): Workspaces {
  const places = async () => {
    await mkdir(dataDirectory, { recursive: true });
    // Git tells worktrees by their real paths.
    const root = await realpath(dataDirectory);
    return {
      mirrors: join(root, 'mirrors'),
      workspaces: join(root, 'workspaces'),
      proofs: join(root, 'proofs'),
      homes: join(root, 'homes'),
    };
  };
  const directoryOf = (workspaces: string, taskId: string): string => join(workspaces, taskId);

  const remove = async (taskId: string): Promise<void> => {
    const branch = branchOf(taskId);
    const { mirrors, workspaces, proofs, homes } = await places();
    const record = await readRecord(workspaces, taskId);
    const directories = [directoryOf(workspaces, taskId), ...(record?.checkouts ?? []), join(proofs, taskId)];
    // First, for the rest may write a little, which a full disk does not take before these are gone.
    await Promise.all([...directories, join(homes, taskId)].map(removeTree));
    if (record !== undefined) {
      const mirror = mirrorAt(mirrors, { name: record.project });
      await mirror.exclusively(async () => {
        await prepareMirror(mirror);
        for (const directory of directories) await removeWorktree(mirror, directory);
        await mirror.git(['update-ref', '--no-deref', '-d', baseRef(branch)]);
        await mirror.git(['update-ref', '--no-deref', '-d', originRef(branch)]);
      });
    }
    await removeRecord(workspaces, taskId);
  };

  return {
    open: async (options) => {
      const where = await places();
      branchOf(options.taskId);
      return openWorkspace(options, { ...where, directory: directoryOf(where.workspaces, options.taskId) });
    },
    remove,
    dropUnfinished: async (taskId, project) => {
      const { mirrors } = await places();
      const mirror = mirrorAt(mirrors, project, AbortSignal.timeout(DROP_LIMIT_MS));
      await mirror.exclusively(() => prepareMirror(mirror));
      await dropUnfinishedWork(mirror, project.repository, taskId);
    },
    keep: async (taskId, untilMs) => {
      const { workspaces } = await places();
      const record = await readRecord(workspaces, taskId);
      if (record === undefined) return;
      try {
        await noteKept(workspaces, { ...record, kept_until: untilMs });
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        await remove(taskId);
      }
    },
    sweep: async (now) => {
      const { workspaces } = await places();
      const over = (await readRecords(workspaces)).filter(
        ({ kept_until }) => kept_until !== undefined && kept_until <= now,
      );
      const outcomes = await Promise.allSettled(over.map(({ task_id }) => remove(task_id)));
      const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      if (reasons.length > 0)
        throw new AggregateError(reasons, `Not every workspace could be removed: ${reasons.join('; ')}`);
      return over.map(({ task_id }) => task_id);
    },
    lookOver: async (project, signal) => {
      const { mirrors } = await places();
      const mirror = mirrorAt(mirrors, project, signal);
      return mirror.exclusively(async () => {
        await prepareMirror(mirror);
        await checkBaseBranch(mirror.git, project.base_branch);
        await mirror.fetch(project);
        const base = await mirror.commit(baseAtOrigin(project));
        return base === undefined ? [] : lookOver(mirror.git, base, project);
      });
    },
    list: async () => {
      const { workspaces } = await places();
      return (await readRecords(workspaces)).map((record): WorkspaceListing => {
        const { task_id, project, kept_until } = record;
        const kept = kept_until === undefined ? {} : { kept_until };
        return { task_id, project, directory: directoryOf(workspaces, task_id), ...kept };
      });
    },
  };
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
