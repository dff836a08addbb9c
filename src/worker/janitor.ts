import type { DeploymentAgent } from '../agents/built-in/deployment/deployment-agent.ts';
import type { Workspaces } from '../agents/workspace/workspace.ts';

/** How often leftovers are looked for, in ms. */
const SWEEP_INTERVAL_MS = 10 * 60_000;

/** What the janitor works with. */
export interface JanitorPorts {
  readonly workspaces: Pick<Workspaces, 'list' | 'sweep' | 'remove'>;
  readonly deployments: Pick<DeploymentAgent, 'release'>;
  /** Whether a task's workflow is open, from Temporal itself: a list may lag behind. */
  isOpen(taskId: string): Promise<boolean>;
  /** Does work that one process of this host may do at a time. */
  exclusively(work: () => Promise<void>): Promise<void>;
  readonly now: () => number;
  readonly log: { warn(context: object, message: string): void };
}

/**
 * Clears what tasks left on this host when they ended without it (a worker that was away, a host that was lost):
 * deployments and workspaces of tasks that are not open, and kept workspaces whose time is over.
 * @throws {AggregateError} after all that could be cleared is.
 */
export async function sweepHost({ workspaces, deployments, isOpen, now }: JanitorPorts): Promise<void> {
  const failures: unknown[] = [];
  // One that cannot be cleared must not keep the others from being: they may be what fills the disk.
  const trying = async (work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => failures.push(error));
  };
  for (const { task_id, kept_until } of await workspaces.list()) {
    if (await isOpen(task_id)) continue;
    await trying(() => deployments.release(task_id));
    if (kept_until === undefined) await trying(() => workspaces.remove(task_id));
  }
  await trying(() => workspaces.sweep(now()));
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
}

/** Sweeps now and every ten minutes; returns what ends it. A sweep that fails is logged and tried again next time. */
export function startJanitor(ports: JanitorPorts): () => void {
  const sweep = (): void => {
    ports
      .exclusively(() => sweepHost(ports))
      .catch((error: unknown) => {
        ports.log.warn({ reason: String(error) }, 'Leftovers of ended tasks could not be cleared');
      });
  };
  sweep();
  const timer = setInterval(sweep, SWEEP_INTERVAL_MS);
  return () => {
    clearInterval(timer);
  };
}
