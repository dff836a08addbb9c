import type { DeclaredAgent } from '../../config/declared-agents.ts';
import { someQuoted } from '../../domain/some-of.ts';
import { NEW_BREAKER } from '../../domain/circuit-breaker.ts';
import type { BreakersAt, BreakerStore, BreakerTransition } from '../../persistence/breaker-store.ts';
import type { AccountsAt, AccountStore } from '../../persistence/accounts/account-store.ts';
import type { TaskRunStore } from '../../persistence/task-run-store.ts';
import type { TaskGateway } from '../../temporal/tasks/task-gateway.ts';
import type { ApiLog } from '../api-log.ts';
import { atMost } from '../at-most.ts';
import type { HeartbeatReader, KnownHeartbeats } from '../heartbeats/heartbeat-reader.ts';
import { heartbeatView } from '../heartbeats/heartbeat-view.ts';
import { Problem, storeUnavailable } from '../problem/problem.ts';
import type { AccountCommand, Agents, AgentView, BreakerCommand } from '../../contract/agent.ts';
import { accountView } from './account-view.ts';
import { breakerView } from './breaker-view.ts';

/** How long the database may take, in ms; calls of agents do not wait for it any longer either. */
const PATIENCE_MS = 1_000;

/** Changes that are looked at for a list, and shown of one agent in it and by itself. */
const TRANSITIONS = { looked_at: 500, listed: 5, shown: 50 };

const UNKNOWN = 'breaker state unknown: database away; calls of agents go through';

interface Known {
  readonly now: BreakersAt;
  readonly accounts: AccountsAt;
  readonly transitions: readonly BreakerTransition[];
}

/** What agents are shown and commanded with. */
export interface AgentsParts {
  readonly agents: readonly DeclaredAgent[];
  readonly store: BreakerStore;
  readonly accounts: AccountStore;
  /** The tasks that wait for accounts, and the way to tell them that one takes calls again. */
  readonly tasks: Pick<TaskRunStore, 'waitingForAccount'> & Pick<TaskGateway, 'tryNow'>;
  readonly heartbeats: HeartbeatReader;
  readonly log: ApiLog;
}

/** Agents and their circuit breakers, as the API shows and commands them. */
export class AgentsService {
  readonly #agents: readonly DeclaredAgent[];
  readonly #store: BreakerStore;
  readonly #accounts: AgentsParts['accounts'];
  readonly #tasks: AgentsParts['tasks'];
  readonly #heartbeats: HeartbeatReader;
  readonly #log: ApiLog;

  constructor({ agents, store, accounts, tasks, heartbeats, log }: AgentsParts) {
    this.#agents = agents;
    this.#store = store;
    this.#accounts = accounts;
    this.#tasks = tasks;
    this.#heartbeats = heartbeats;
    this.#log = log;
  }

  async list(): Promise<Agents> {
    const [known, heartbeats] = await Promise.all([
      this.#known(TRANSITIONS.looked_at),
      this.#heartbeats.read({ kind: 'agent', transitions: TRANSITIONS.listed }),
    ]);
    const agents = this.#agents.map((agent) => viewOf(agent, known, TRANSITIONS.listed, heartbeats));
    return known === undefined
      ? { agents, breakers: 'unknown', note: UNKNOWN }
      : { agents, breakers: 'known', note: null };
  }

  /** @throws {Problem} 404 for a name of no agent. */
  async get(name: string): Promise<AgentView> {
    const agent = this.#named(name);
    const fits = (subject: { readonly name: string }): boolean => subject.name === name;
    const [known, heartbeats] = await Promise.all([
      this.#known(TRANSITIONS.shown, name),
      this.#heartbeats.read({ kind: 'agent', fits, transitions: TRANSITIONS.shown }),
    ]);
    return viewOf(agent, known, TRANSITIONS.shown, heartbeats);
  }

  /** @throws {Problem} 404 for a name of no agent, 503 when the database is away. */
  async command(name: string, { action, reason }: BreakerCommand): Promise<AgentView> {
    this.#named(name);
    const done = await this.#answer(this.#store.apply(name, { kind: action, reason }));
    if (done === undefined) {
      throw storeUnavailable('The breaker cannot be changed now');
    }
    this.#log.info({ agent: name, action, reason }, 'an operator changed a circuit breaker');
    return this.get(name);
  }

  /** @throws {Problem} 404 for a name of no agent, 409 for one without an account, 503 when the database is away. */
  async reopen(name: string, { action, reason }: AccountCommand): Promise<AgentView> {
    if (this.#named(name).account === null) {
      throw new Problem(409, 'agent-without-account', `Chimera brings ${name} along: it has no account.`);
    }
    const done = await this.#answer(this.#accounts.apply(name, { kind: action }));
    if (done === undefined) throw storeUnavailable('The account cannot be reopened now');
    const waiting = (await this.#answer(this.#tasks.waitingForAccount(name))) ?? [];
    this.#log.info({ agent: name, action, reason, waiting: waiting.length }, 'an operator reopened an account');
    // Whoever is not reached comes in its own time.
    const told = await Promise.allSettled(waiting.map((taskId) => this.#tasks.tryNow(taskId)));
    for (const result of told) {
      if (result.status === 'rejected') this.#log.warn({ err: result.reason as unknown }, 'a task was not told of it');
    }
    return this.get(name);
  }

  #named(name: string): DeclaredAgent {
    const agent = this.#agents.find((one) => one.name === name);
    if (agent !== undefined) return agent;
    const names = someQuoted(this.#agents.map((one) => one.name));
    throw new Problem(404, 'agent-not-found', `There is no agent "${name}"; there are: ${names}.`);
  }

  #known(limit: number, agent?: string): Promise<Known | undefined> {
    const all = Promise.all([this.#store.all(), this.#store.transitions(limit, agent), this.#accounts.all()]);
    return this.#answer(all.then(([now, transitions, accounts]) => ({ now, transitions, accounts })));
  }

  /** What the database answers, or undefined when it does not in time. */
  async #answer<T>(asked: Promise<T>): Promise<T | undefined> {
    try {
      return await atMost(PATIENCE_MS, asked);
    } catch (error) {
      this.#log.warn({ err: error }, UNKNOWN);
      return undefined;
    }
  }
}

function viewOf(
  { name, account, ...agent }: DeclaredAgent,
  known: Known | undefined,
  most: number,
  heartbeats: KnownHeartbeats | undefined,
): AgentView {
  const transitions = known?.transitions.filter((transition) => transition.agent === name).slice(0, most) ?? [];
  return {
    name,
    ...agent,
    breaker: known === undefined ? null : breakerView(known.now.breakers.get(name) ?? NEW_BREAKER, known.now.at),
    account: known === undefined || account === null ? null : accountView(known.accounts, name, account),
    transitions: transitions.map(({ from_state, to_state, generation, reason, decided_by, at }) => ({
      from: from_state,
      to: to_state,
      generation,
      reason,
      by: decided_by,
      at,
    })),
    heartbeat: heartbeatView(name, heartbeats),
  };
}
