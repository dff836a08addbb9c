import type { PoolCommand } from '../../domain/pool/messages.ts';
import { changedSettings, DEFAULT_POOL, settingProblems } from '../../domain/pool/settings.ts';
import { decisionViews } from '../../contract/pool/view.ts';
import type { CommandRequest } from '../../workflows/pool/contract.ts';
import type { FieldError } from '../../contract/problem.ts';
import { invalidFields, Problem } from '../problem/problem.ts';
import type { PoolMetricsView } from '../../contract/pool/metrics.ts';
import type { PoolGateway } from '../../temporal/pools/pool-gateway.ts';
import type { PoolReading } from './pool-poll.ts';
import type { PoolReader } from './pool-reader.ts';
import type { DecisionsQuery, PoolChangeBody, PoolCommandBody, PoolQuery } from '../../contract/pool/requests.ts';
import type { PoolView, PoolDecisions, PoolDemand, PoolSummaryView } from '../../contract/pool/pool.ts';

/** Pools as the API shows and commands them. Every method answers 404 for a name of no pool. */
export class PoolService {
  readonly #gateway: Pick<PoolGateway, 'command'>;
  readonly #reader: PoolReader;

  constructor(gateway: Pick<PoolGateway, 'command'>, reader: PoolReader) {
    this.#gateway = gateway;
    this.#reader = reader;
  }

  async view({ name = DEFAULT_POOL }: PoolQuery): Promise<PoolView> {
    const reading = await this.#reader.read(name);
    return { ...reading.answer.view, ...freshnessOf(reading) };
  }

  async metrics({ name = DEFAULT_POOL }: PoolQuery): Promise<PoolMetricsView> {
    const reading = await this.#reader.read(name);
    return { ...reading.answer.metrics, ...freshnessOf(reading) };
  }

  async decisions({ name = DEFAULT_POOL, limit }: DecisionsQuery): Promise<PoolDecisions> {
    const reading = await this.#reader.read(name);
    const decisions = decisionViews(reading.answer.state).slice(0, limit);
    return { pool: name, decisions, ...freshnessOf(reading) };
  }

  async demand({ name = DEFAULT_POOL }: PoolQuery): Promise<PoolDemand> {
    const reading = await this.#reader.read(name);
    const { demand, pool_size, active, queued } = reading.answer.view;
    return { pool: name, demand, pool_size, active, queued, ...freshnessOf(reading) };
  }

  /** @throws {Problem} 422 when the settings would not hold together, every wrong one named. */
  async change({ name = DEFAULT_POOL }: PoolQuery, { reason, ...change }: PoolChangeBody): Promise<PoolSummaryView> {
    const { answer } = await this.#reader.read(name);
    const problems = settingProblems(changedSettings(answer.state.settings, change));
    // What was not asked for is only named when nothing that was asked for is wrong.
    const named = problems.filter(({ field }) => Object.hasOwn(change, field));
    const errors: readonly FieldError[] = named.length > 0 ? named : problems;
    if (errors.length > 0) throw invalidFields(errors);
    return this.#command(name, 'configure', { change, ...(reason === undefined ? {} : { reason }) });
  }

  async command(
    kind: Exclude<PoolCommand['kind'], 'configure'>,
    { name = DEFAULT_POOL }: PoolQuery,
    body: PoolCommandBody,
  ): Promise<PoolSummaryView> {
    this.#reader.check(name);
    return this.#command(name, kind, body);
  }

  async #command(name: string, kind: PoolCommand['kind'], request: CommandRequest): Promise<PoolSummaryView> {
    const outcome = await this.#gateway.command(name, kind, request).finally(() => {
      this.#reader.forget(name);
    });
    if (outcome.kind === 'refused') throw new Problem(422, 'invalid-request', outcome.reason);
    return outcome.pool;
  }
}

function freshnessOf({ answer, stale }: PoolReading): { readonly as_of: string; readonly stale: boolean } {
  return { as_of: new Date(answer.asOf).toISOString(), stale };
}
