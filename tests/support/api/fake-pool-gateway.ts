import {
  type CommandOutcome,
  type PoolGateway,
  PoolUnavailableError,
} from '../../../src/temporal/pools/pool-gateway.ts';
import { TemporalUnavailableError } from '../../../src/temporal/call.ts';
import { evaluate } from '../../../src/domain/pool/evaluate.ts';
import { obey, refusal } from '../../../src/domain/pool/commands.ts';
import type { ActionRules } from '../../../src/domain/pool/action.ts';
import { poolSize } from '../../../src/domain/pool/capacity.ts';
import type { PoolCommand, PoolMessage } from '../../../src/domain/pool/messages.ts';
import { grant, receive } from '../../../src/domain/pool/pool.ts';
import { DEFAULT_POOL, DEFAULT_POOL_SETTINGS, type PoolSettings } from '../../../src/domain/pool/settings.ts';
import { newPool, type PoolState } from '../../../src/domain/pool/state.ts';
import type { CommandRequest } from '../../../src/workflows/pool/contract.ts';

/** Pools without Temporal, for unit tests: the real decisions on states in a map, calls counted, away or silent at will. */
export class FakePoolGateway implements PoolGateway {
  readonly running = new Map<string, PoolState>();
  readonly calls: string[] = [];
  away = false;
  silent = false;
  /** Held back answers: a read waits for it. */
  delay: Promise<unknown> = Promise.resolve();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Begins a pool. */
  begin(settings: Partial<PoolSettings> = {}, name: string = DEFAULT_POOL, rules?: ActionRules): void {
    this.running.set(name, newPool(name, { ...DEFAULT_POOL_SETTINGS, ...settings }, this.#now(), rules));
  }

  /** Tells a running pool something, as tasks and workers do. */
  tell(messages: readonly PoolMessage[], name: string = DEFAULT_POOL): void {
    const told = receive(this.#pool(name), messages, this.#now());
    this.running.set(name, grant(told.state, this.#now()).state);
  }

  /** Has tasks ask a running pool for a lease. */
  enqueue(...tasks: readonly { readonly task_id: string; readonly priority?: number }[]): void {
    this.tell(tasks.map((task) => ({ kind: 'enqueue', ask: 1, priority: 5, project: 'shop', ...task })));
  }

  async read(name: string): Promise<PoolState | undefined> {
    this.calls.push(`read ${name}`);
    await this.delay;
    this.#answers(name);
    return this.running.get(name);
  }

  async send(name: string, messages: readonly PoolMessage[]): Promise<void> {
    this.calls.push(`send ${name}`);
    this.#answers(name);
    this.tell(messages, name);
    await Promise.resolve();
  }

  /** Lets a running pool look at itself, as its timer does. */
  look(name: string = DEFAULT_POOL): void {
    this.running.set(name, grant(evaluate(this.#pool(name), this.#now()), this.#now()).state);
  }

  command(name: string, kind: PoolCommand['kind'], request: CommandRequest): Promise<CommandOutcome> {
    this.calls.push(`${kind} ${name}`);
    return Promise.resolve().then(() => {
      this.#answers(name);
      const reason = request.reason ?? 'by request';
      const command = commandOf(kind, request, reason);
      const refused = refusal(this.#pool(name), command);
      if (refused !== undefined) return { kind: 'refused', reason: refused };
      const next = obey(this.#pool(name), command, this.#now());
      this.running.set(name, next);
      const { settings, intake, mode, leases, queue } = next;
      const figures = { pool_size: poolSize(next), active: leases.length, queued: queue.length };
      return { kind: 'done', pool: { name, settings, intake, mode, ...figures } };
    });
  }

  #answers(name: string): void {
    if (this.away) throw new TemporalUnavailableError('Temporal does not answer.');
    if (this.silent) throw new PoolUnavailableError(`The pool "${name}" does not answer.`);
  }

  #pool(name: string): PoolState {
    const state = this.running.get(name);
    if (state === undefined) throw new PoolUnavailableError(`The pool "${name}" does not run.`);
    return state;
  }
}

function commandOf(kind: PoolCommand['kind'], request: CommandRequest, reason: string): PoolCommand {
  if (kind === 'revert') return { kind, action: request.action ?? 'raise_size', reason };
  return kind === 'configure' ? { kind, change: request.change ?? {}, reason } : { kind, reason };
}
