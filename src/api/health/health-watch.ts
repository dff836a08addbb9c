import { assess, type Assessment } from '../../domain/health/assess.ts';
import { type Baseline, learnBaselines } from '../../domain/health/baseline.ts';
import type { HealthSample } from '../../domain/health/sample.ts';
import { type Condition, conditionsOver } from '../../domain/report/conditions.ts';
import type { HealthSettings } from '../../domain/health/settings.ts';

/** A little more than the hour that rules look back, in ms: what is an hour old is what baselines are learned from. */
const KEPT_MS = 70 * 60_000;

/** Between two looks back at how checks were, in ms: each costs as much as a report. */
const LOOK_MS = 60_000;

/** What the evaluator stored: the samples since it was asked last, and what it has learned. */
export interface StoredHealth {
  readonly samples: readonly HealthSample[];
  readonly baselines: Readonly<Record<string, Baseline>>;
}

/**
 * Keeps the samples of the last hour in memory and says what the rules of health make of them: those that the evaluator
 * stored, and this process's own of times in which the database did not answer.
 */
export class HealthWatch {
  /** How long samples matter, in ms. */
  readonly keptMs = KEPT_MS;
  readonly #settings: HealthSettings;
  readonly #now: () => number;
  #stored: readonly HealthSample[] = [];
  #own: readonly HealthSample[] = [];
  #baselines: Readonly<Record<string, Baseline>> = {};

  constructor(settings: HealthSettings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
  }

  /** The last sample that is stored, as far as it is known here. */
  get stored(): HealthSample | undefined {
    const now = this.#now();
    return this.#stored.findLast(({ at }) => at <= now);
  }

  /** Up to when the stored samples are known here, in ms since the epoch. */
  get readUpTo(): number {
    return this.stored?.at ?? this.#now() - KEPT_MS;
  }

  /** Takes note of how the system is by a sample of this process's own. */
  take(sample: HealthSample): void {
    const now = this.#now();
    this.#own = [...this.#recent(this.#own), sample];
    this.#baselines = learnBaselines(this.#baselines, { samples: this.#samples(), now }, this.#settings);
  }

  /** Takes note of what is stored, and gives the stored samples of the last hour. */
  learn({ samples, baselines }: StoredHealth): readonly HealthSample[] {
    const byTime = new Map([...this.#recent(this.#stored), ...samples].map((sample) => [sample.at, sample]));
    this.#stored = [...byTime.values()].toSorted((left, right) => left.at - right.at);
    this.#baselines = { ...this.#baselines, ...baselines };
    return this.#stored;
  }

  /** When checks did not pass, by a look a minute at the samples of the last hour. */
  conditions(): readonly Condition[] {
    const samples = this.#samples();
    const looks = samples.filter(({ at }, index) => {
      const next = samples[index + 1];
      return next === undefined || Math.floor(next.at / LOOK_MS) > Math.floor(at / LOOK_MS);
    });
    return conditionsOver(
      looks.map(({ at: now }) => {
        const input = { samples: samples.filter(({ at }) => at <= now), baselines: this.#baselines, now };
        return { at: now, checks: assess(input, this.#settings).checks };
      }),
    );
  }

  /** How the system is by the last samples, and when the last of them was taken; unknown while there is none. */
  report(): Assessment & { readonly as_of: number | undefined } {
    const samples = this.#samples();
    const input = { samples, baselines: this.#baselines, now: this.#now() };
    return { ...assess(input, this.#settings), as_of: samples.at(-1)?.at };
  }

  #samples(): readonly HealthSample[] {
    return [...this.#stored, ...this.#own].toSorted((left, right) => left.at - right.at);
  }

  #recent(samples: readonly HealthSample[]): readonly HealthSample[] {
    const now = this.#now();
    return samples.filter(({ at }) => Math.abs(now - at) <= KEPT_MS);
  }
}
