import type { PoolLimits, SampleCounts } from '../../domain/report/availability.ts';
import type { ReportPeriod } from '../../domain/report/breaker-trouble.ts';
import type { Queries } from '../database.ts';
import { type AgentBreakerChange, breakerChanges } from './breaker-changes.ts';
import { type CallUsage, callUsage } from './call-usage.ts';
import { type PhaseFigures, phaseFigures } from './phase-figures.ts';
import { poolSampleCounts } from './pool-sample-counts.ts';
import { type TaskFailures, taskFailures } from './task-failures.ts';
import { type TaskFigures, taskFigures } from './task-figures.ts';

/** What a report asks the records of a period; each question may be answered or fail by itself. */
export interface ReportStore {
  tasks(period: ReportPeriod): Promise<TaskFigures>;
  phases(period: ReportPeriod): Promise<readonly PhaseFigures[]>;
  usage(period: ReportPeriod): Promise<CallUsage>;
  failures(period: ReportPeriod): Promise<TaskFailures>;
  breakerChanges(period: ReportPeriod): Promise<readonly AgentBreakerChange[]>;
  poolSamples(period: ReportPeriod, limits: PoolLimits): Promise<SampleCounts>;
}

/** What reports ask, from a database. */
export function createReportStore(db: Queries): ReportStore {
  return {
    tasks: (period) => taskFigures(db, period),
    phases: (period) => phaseFigures(db, period),
    usage: (period) => callUsage(db, period),
    failures: (period) => taskFailures(db, period),
    breakerChanges: (period) => breakerChanges(db, period),
    poolSamples: (period, limits) => poolSampleCounts(db, period, limits),
  };
}
