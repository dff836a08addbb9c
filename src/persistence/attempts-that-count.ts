import { notInArray, type SQL } from 'drizzle-orm';
import { type PhaseRunStatus, phaseRuns } from './schema.ts';

/** Ends that say nothing about the phase: its task was cancelled, its worker was to end or died, or its agent is to be waited for. */
const CUT_OFF: PhaseRunStatus[] = ['cancelled', 'handed_back', 'lost', 'postponed'];

/** Whether an attempt counts where attempts are counted and their success is told. */
export function attemptCounts(): SQL {
  return notInArray(phaseRuns.status, CUT_OFF);
}
