import { roundedDuration } from '../duration.ts';
import { type Baseline, usualDuration } from './baseline.ts';
import { type HealthCheck, type Measured, measured, passed, unknown } from './check.ts';
import { type Evidence, successPct } from './evidence.ts';
import { type Capacity, capacityOf, capacityPoints } from './pool-capacity.ts';
import type { PoolSample } from './sample.ts';
import type { HealthSettings } from './settings.ts';
import { counted, rounded } from './wording.ts';

/** Capacity, quality and latency of every pool; baselines by pool. */
export function poolChecks(evidence: Evidence, baselines: Readonly<Record<string, Baseline>>): readonly HealthCheck[] {
  const { settings } = evidence;
  return evidence.pools.flatMap((sample) => [
    level(evidence, sample, 'utilization'),
    level(evidence, sample, 'queue'),
    success(sample, settings),
    latency(sample, baselines[sample.pool], settings),
  ]);
}

const WORDS: Readonly<Record<Capacity, Pick<Measured, 'what' | 'unit'>>> = {
  utilization: { what: 'the utilisation', unit: ' %' },
  queue: { what: 'the number of waiting tasks', unit: '' },
};

function level(evidence: Evidence, { pool, figures }: PoolSample, capacity: Capacity): HealthCheck {
  const { what, unit } = WORDS[capacity];
  const measure: Measured = {
    name: `${capacity}:${pool}`,
    what: `${what} of pool ${pool}`,
    unit,
    current: figures === undefined ? undefined : capacityOf(figures, capacity),
    points: capacityPoints(pool, capacity, evidence),
    limits: evidence.settings[capacity],
  };
  return measured(measure, evidence);
}

function success({ pool, figures }: PoolSample, { success: rule }: HealthSettings): HealthCheck {
  const name = `success:${pool}`;
  if (figures === undefined) return unknown(name, `how the tasks of pool ${pool} ended is not known`);
  const { completed, failed } = figures.recent;
  const current = successPct({ completed, failed }, rule.events);
  if (current === undefined) {
    const ended = counted(completed + failed, 'task');
    return passed(name, `${ended} of pool ${pool} ended in the last hour, too few to judge`, {
      threshold: rule.warning,
    });
  }
  const isCritical = current < rule.critical;
  const threshold = isCritical ? rule.critical : rule.warning;
  const exceeded = current < threshold;
  const message = `${completed} of ${completed + failed} tasks of pool ${pool} completed in the last hour`;
  const status = isCritical ? 'fail' : 'warn';
  const values = { current_value: current, threshold, threshold_exceeded: exceeded };
  if (!exceeded) return passed(name, message, values);
  return { name, status, message: `${message}: less than ${threshold} %`, ...values };
}

function latency({ pool, figures }: PoolSample, baseline: Baseline | undefined, settings: HealthSettings): HealthCheck {
  const name = `latency:${pool}`;
  if (figures === undefined) return unknown(name, `how long the tasks of pool ${pool} take is not known`);
  const usual = usualDuration(baseline, settings);
  const { mean_duration_ms: mean, completed } = figures.recent;
  if (usual === undefined)
    return passed(name, `too few tasks of pool ${pool} completed to know how long they usually take`);
  const threshold = settings.duration.factor * usual;
  if (mean === null || completed < settings.success.events) {
    return passed(name, `${counted(completed, 'task')} of pool ${pool} completed in the last hour, too few to judge`, {
      threshold,
    });
  }
  const exceeded = mean > threshold;
  const message = `the tasks of pool ${pool} take ${roundedDuration(mean)} on average, usually ${roundedDuration(usual)}`;
  const values = { current_value: mean, threshold, threshold_exceeded: exceeded };
  if (!exceeded) return passed(name, message, values);
  return { name, status: 'warn', message: `${message}: ${rounded(mean / usual)} times as long`, ...values };
}
