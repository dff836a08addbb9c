import { DefaultLogger, type LogEntry, Runtime } from '@temporalio/worker';
import { isTaskId } from '../domain/task.ts';
import type { Logger } from '../observability/logging.ts';
import { type PhaseActivities, TASK_WORKFLOW } from '../workflows/task/contract.ts';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;

/** A worker for agents has no workflows, on purpose; the SDK warns of it at every start. */
const BY_DESIGN = /^No (workflows|activities|Nexus services) registered/;

/** What the edge of the phases has a line of its own for. */
const PHASE_ACTIVITIES: readonly unknown[] = [
  'generateTest',
  'implementFeature',
  'reviewChange',
  'deployToStaging',
  'validateOnStaging',
] satisfies (keyof PhaseActivities)[];

/**
 * Sends what Temporal's SDK logs, workflows' own lines among it, to Chimera's log, in the same form; the SDK's INFO is our
 * debug. Once a process: the SDK has one runtime. It serves its own metrics at `metricsAddress`, a `host:port`, when
 * there is one.
 */
export function installTemporalLogger(log: Logger, metricsAddress?: string): void {
  Runtime.install({
    logger: new DefaultLogger('DEBUG', (entry) => {
      log[levelOf(entry)](contextOf(entry.meta), entry.message);
    }),
    telemetryOptions: {
      logging: { filter: 'WARN', forward: {} },
      ...(metricsAddress === undefined ? {} : { metrics: { prometheus: { bindAddress: metricsAddress } } }),
    },
    // Chimera stops its workers itself, in its own order.
    shutdownSignals: [],
  });
}

type Meta = Readonly<Record<string, unknown>>;

function levelOf({ level, message, meta = {} }: LogEntry): (typeof LEVELS)[keyof typeof LEVELS] | 'info' {
  if (level === 'INFO' && meta['sdkComponent'] === 'workflow') return 'info';
  return level === 'WARN' && (BY_DESIGN.test(message) || isSaidElsewhere(message, meta)) ? 'debug' : LEVELS[level];
}

/** Failed attempts and failed tasks are Chimera's to tell. On its way from the workflow's thread an error keeps but its stack. */
function isSaidElsewhere(message: string, { activityType, workflowType, error }: Meta): boolean {
  if (message === 'Activity failed') return PHASE_ACTIVITIES.includes(activityType);
  if (message !== 'Workflow failed' || workflowType !== TASK_WORKFLOW || !(error instanceof Error)) return false;
  return error.stack?.startsWith('ApplicationFailure: ') ?? false;
}

/** A task's id by its own name; what a line of Chimera would not have is left out. */
function contextOf({ workflowId, sdkComponent: _, namespace: __, taskToken: ___, error, ...rest }: Meta = {}): object {
  const id = typeof workflowId === 'string' && isTaskId(workflowId) ? { task_id: workflowId } : { workflowId };
  return { ...(workflowId === undefined ? {} : id), ...(error === undefined ? {} : { err: error }), ...rest };
}
