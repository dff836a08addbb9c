import type { HealthWatch } from '../../api/health/health-watch.ts';
import { learnBaselines } from '../../domain/health/baseline.ts';
import type { HealthSample } from '../../domain/health/sample.ts';
import type { HealthSettings } from '../../domain/health/settings.ts';
import type { HealthStore } from '../../persistence/health/health-store.ts';
import { innermostReason } from '../../persistence/innermost-reason.ts';
import type { OwnActions } from './own-actions.ts';

/** What health is evaluated with. */
export interface EvaluationSetup {
  readonly watch: Pick<HealthWatch, 'take' | 'learn' | 'readUpTo' | 'stored' | 'keptMs'>;
  readonly store: HealthStore;
  readonly actions: Pick<OwnActions, 'seeToAgents'>;
  /** How the system is now, with counts that go on from the sample before. */
  readonly sample: (at: number, before: HealthSample | undefined) => Promise<HealthSample>;
  readonly settings: HealthSettings;
  /** Between two samples, in ms. */
  readonly sampleMs: number;
  readonly log: { warn(context: object, message: string): void };
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** After this share of an interval another sample is due: a timer may be early. */
const DUE = 0.9;

/**
 * One look at health. Of several processes the one that comes first in an interval takes the sample, learns, and
 * sees to agents; the others read what it stored. While the database does not answer nothing is done, and each process judges by its
 * own samples.
 */
export async function evaluateHealth(setup: EvaluationSetup): Promise<void> {
  const { watch, sample, now, log } = setup;
  try {
    await look(setup);
  } catch (error) {
    log.warn({ reason: innermostReason(error) }, 'health cannot be shared; this process judges by itself');
    watch.take(await sample(now(), watch.stored));
  }
}

async function look(setup: EvaluationSetup): Promise<void> {
  const { watch, store, actions, sample, sampleMs, settings, now } = setup;
  await refresh(setup);
  const last = watch.stored?.at;
  if (last !== undefined && now() - last < sampleMs * DUE) return;
  const taken = await sample(now(), watch.stored);
  await store.keep(taken, taken.at - watch.keptMs);
  const samples = await refresh(setup);
  await store.learn((baselines) => learnBaselines(baselines, { samples, now: now() }, settings));
  await actions.seeToAgents(samples);
}

/** Brings the watch up to what is stored. */
async function refresh({ watch, store }: EvaluationSetup): Promise<readonly HealthSample[]> {
  return watch.learn(await store.read(watch.readUpTo));
}
