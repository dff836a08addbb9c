import { isProfiling } from '../config/env.ts';

/** The clock by which phases are profiled, in ms and never set back; undefined where they are not. */
export function profileClock({
  config,
  environment,
}: {
  readonly config: Parameters<typeof isProfiling>[0];
  readonly environment: Parameters<typeof isProfiling>[1];
}): (() => number) | undefined {
  return isProfiling(config, environment) ? () => performance.now() : undefined;
}
