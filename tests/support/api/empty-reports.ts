import { PHASES } from '../../../src/domain/phase.ts';
import { durationSpread } from '../../../src/domain/report/duration-spread.ts';
import { TASK_STATUSES, type TaskStatus } from '../../../src/domain/task.ts';
import type { ReportStore } from '../../../src/persistence/report/report-store.ts';

const NO_TASKS = Object.fromEntries(TASK_STATUSES.map((status) => [status, 0])) as Record<TaskStatus, number>;

/** What reports read of a system in which nothing ever happened, with other answers where given. */
export function emptyReports(answers: Partial<ReportStore> = {}): ReportStore {
  return {
    tasks: () => Promise.resolve({ accepted: 0, ended: NO_TASKS, now: NO_TASKS, duration: null }),
    phases: () =>
      Promise.resolve(
        PHASES.map((phase) => ({
          ...{ phase, attempts: 0, failed: 0, rejected: 0, duration: null },
          spread: durationSpread(new Map()),
        })),
      ),
    usage: () =>
      Promise.resolve({
        total: { calls: 0, tokens_used: 0, cost_usd: 0 },
        by_project: [],
        by_agent: [],
        by_phase: [],
        by_model: [],
      }),
    failures: () => Promise.resolve({ failures: [], more: false }),
    breakerChanges: () => Promise.resolve([]),
    poolSamples: () => Promise.resolve({ samples: 0, unhealthy: 0, first_at: null }),
    ...answers,
  };
}
