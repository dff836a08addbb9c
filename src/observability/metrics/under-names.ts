import { Counter, Histogram, type Registry } from 'prom-client';

/** What a metric is made of; `names` are those it is exported under, its own first. */
export interface MetricShape<Label extends string> {
  readonly names: readonly [string, ...string[]];
  readonly help: string;
  readonly labels: readonly Label[];
}

/** The values of a metric's labels. */
export type Labels<Label extends string> = Readonly<Record<Label, string>>;

/** Seconds from a quick message to half an hour: an agent's call takes anything between. */
export const CALL_BUCKETS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 900, 1_800];

/** Seconds of what should be over in a moment. */
export const QUICK_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** A counter under each of its names, so that queries written for an older name go on working. */
export function counterUnder<Label extends string>(registry: Registry, shape: MetricShape<Label>) {
  const counters = shape.names.map(
    (name) => new Counter({ name, help: helpOf(name, shape), labelNames: [...shape.labels], registers: [registry] }),
  );
  return (labels: Labels<Label>, by = 1): void => {
    for (const counter of counters) counter.inc({ ...labels }, by);
  };
}

/** A histogram of seconds under each of its names. */
export function histogramUnder<Label extends string>(
  registry: Registry,
  { buckets, ...shape }: MetricShape<Label> & { readonly buckets: readonly number[] },
) {
  const histograms = shape.names.map(
    (name) =>
      new Histogram({
        name,
        help: helpOf(name, shape),
        labelNames: [...shape.labels],
        buckets: [...buckets],
        registers: [registry],
      }),
  );
  return (labels: Labels<Label>, seconds: number): void => {
    for (const histogram of histograms) histogram.observe({ ...labels }, seconds);
  };
}

function helpOf(name: string, { names, help }: MetricShape<string>): string {
  return name === names[0] ? help : `${help} The same as ${names[0]}.`;
}
