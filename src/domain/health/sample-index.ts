import type { AgentSample, HealthSample, PoolFigures } from './sample.ts';

interface Index {
  readonly figures: ReadonlyMap<string, PoolFigures | undefined>;
  readonly agents: ReadonlyMap<string, AgentSample>;
}

/** Made once for each sample, for every rule asks every sample about every pool and agent, and there may be hundreds of each. */
const indexes = new WeakMap<HealthSample, Index>();

/** What a sample knows of a pool. */
export function figuresOf(sample: HealthSample, pool: string): PoolFigures | undefined {
  return indexOf(sample).figures.get(pool);
}

/** What a sample knows of an agent. */
export function agentOf(sample: HealthSample, agent: string): AgentSample | undefined {
  return indexOf(sample).agents.get(agent);
}

function indexOf(sample: HealthSample): Index {
  const known = indexes.get(sample);
  if (known !== undefined) return known;
  const index = {
    figures: new Map(sample.pools.map(({ pool, figures }) => [pool, figures])),
    agents: new Map(sample.agents.map((agent) => [agent.agent, agent])),
  };
  indexes.set(sample, index);
  return index;
}
