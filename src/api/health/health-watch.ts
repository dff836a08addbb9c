import { assess, type Assessment } from '../../domain/health/assess.ts';
import { type Baseline, learnBaselines } from '../../domain/health/baseline.ts';
import type { HealthSample } from '../../domain/health/sample.ts';
import type { HealthSettings } from '../../domain/health/settings.ts';

/** A little more than the hour that rules look back, in ms: what is an hour old is what baselines are learned from. */
const KEPT_MS = 70 * 60_000;

/** Keeps the samples of the last hour in memory and says what the rules of health make of them. */
export class HealthWatch {
  readonly #settings: HealthSettings;
  readonly #now: () => number;
  #samples: readonly HealthSample[] = [];
  #baselines: Readonly<Record<string, Baseline>> = {};

  constructor(settings: HealthSettings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
  }

  /** Takes note of how the system is. */
  take(sample: HealthSample): void {
    const now = this.#now();
    this.#samples = [...this.#samples.filter(({ at }) => Math.abs(now - at) <= KEPT_MS), sample];
    this.#baselines = learnBaselines(this.#baselines, { samples: this.#samples, now }, this.#settings);
  }

  /** How the system is by the last samples, and when the last of them was taken; unknown while there is none. */
  report(): Assessment & { readonly as_of: number | undefined } {
    const input = { samples: this.#samples, baselines: this.#baselines, now: this.#now() };
    return { ...assess(input, this.#settings), as_of: this.#samples.at(-1)?.at };
  }
}
