import { createForges, type Forges } from '../../../src/delivery/forges.ts';
import { Readable } from 'node:stream';
import { Registry } from 'prom-client';
import type { ActivityPorts } from '../../../src/activities/ports.ts';
import type { ActionAnswer, Agent, AgentAnswer, AgentCall, AgentContext } from '../../../src/agents/agent.ts';
import type { CommitRequest, Committed, OpenOptions, Workspace } from '../../../src/agents/workspace/workspace.ts';
import { type ProjectConfig, projectSchema } from '../../../src/config/project.ts';
import { type Budgets, NOTHING_SPENT } from '../../../src/domain/money/budget.ts';
import type { AgentAction } from '../../../src/domain/phase.ts';
import type { Span } from '../../../src/domain/trace/span.ts';
import { countersReader } from '../../../src/journal/counters.ts';
import { workerJournal } from '../../../src/journal/worker-journal.ts';
import { maskOf } from '../../../src/observability/mask.ts';
import type { AgentAccounts } from '../../../src/persistence/accounts/agent-accounts.ts';
import type { CircuitBreakers } from '../../../src/persistence/circuit-breakers.ts';
import type { ReadSpent } from '../../../src/persistence/ledger/ledger-store.ts';
import type { AgentCallRecord } from '../../../src/persistence/history/call-store.ts';
import type { FinishedPhaseRun } from '../../../src/persistence/phase-run-store.ts';
import type { WorkRecord } from '../../../src/persistence/recorder/record.ts';
import { type Line, memoryLog } from '../memory-log.ts';
import { memoryAccounts } from './memory-accounts.ts';
import { memoryBreakers } from './memory-breakers.ts';

/** What the test's agent does when it is asked for an action. */
export type Ask = (call: AgentCall, input: object, context: AgentContext) => unknown;

/** What the world around an activity is like; everything has a default that leads on. */
export interface World {
  readonly answers?: Partial<Record<AgentAction, Ask>>;
  /** Ends what the agent keeps running; an agent without it keeps nothing running. */
  readonly release?: (taskId: string) => Promise<void>;
  readonly project?: Partial<ProjectConfig>;
  /** What an attempt before committed under this attempt's key. */
  readonly committedBefore?: Committed;
  /** What a commit finds; undefined where nothing was changed. */
  readonly change?: Committed | undefined;
  /** The content of the test that the commit holds; undefined where it holds none. */
  readonly blob?: string | undefined;
  /** Whether the test changes while it runs. */
  readonly tampered?: boolean;
  /** Where evidence is put. */
  readonly artifacts?: string;
  readonly open?: (options: OpenOptions) => Promise<void>;
  /** Aborted when the worker is to hand its work back. */
  readonly handBack?: AbortSignal;
  /** What stands before the agent; otherwise a breaker of its own. */
  readonly breakers?: CircuitBreakers;
  readonly accounts?: AgentAccounts;
  /** Whether the agent goes on from unfinished work, and what there is of it. */
  readonly goesOn?: boolean;
  readonly left?: readonly string[];
  readonly keep?: () => Promise<void>;
  readonly dropUnfinished?: () => Promise<void>;
  /** Whether the agent never looks into the workspace. */
  readonly ignoresWorkspace?: boolean;
  /** Where pull requests are made; nowhere when not given. */
  readonly forges?: Forges;
  /** What Chimera brings along; the agent that is called without it. */
  readonly builtIn?: Agent;
  /** Ms since the epoch; the first second after it, for ever, when not given. */
  readonly now?: () => number;
  /** What may be spent, and what was. */
  readonly budgets?: Budgets;
  readonly readSpent?: ReadSpent;
  /** The clock by which attempts are profiled; they are not when not given. */
  readonly profileClock?: () => number;
}

/** The ports of an activity, and what was done through them in order. */
export interface FakePorts {
  readonly ports: ActivityPorts;
  readonly done: string[];
  readonly opened: OpenOptions[];
  readonly commits: CommitRequest[];
  readonly calls: { readonly call: AgentCall; readonly input: object }[];
  readonly finished: FinishedPhaseRun[];
  readonly recordedCalls: AgentCallRecord[];
  readonly spans: Span[];
  /** All that was recorded. */
  readonly records: WorkRecord[];
  /** What was logged. */
  lines(): readonly Line[];
  /** What was counted, as Prometheus reads it. */
  counted(): Promise<string>;
}

const nothingSpent: ReadSpent = () =>
  Promise.resolve({ phase: NOTHING_SPENT, task: NOTHING_SPENT, project_day: NOTHING_SPENT, day: NOTHING_SPENT });

/** Ports over a world in memory. */
export function fakePorts(world: World = {}): FakePorts {
  const seen: Omit<FakePorts, 'ports' | 'counted' | 'lines'> = {
    ...{ done: [], opened: [], commits: [], calls: [] },
    ...{ finished: [], recordedCalls: [], spans: [], records: [] },
  };
  const { done, opened, calls, finished, recordedCalls, spans } = seen;
  const note = (what: string) => {
    done.push(what);
    return Promise.resolve();
  };
  const project = projectSchema.parse({ name: 'shop', repository: '.', ...world.project });
  const agent: Agent = {
    description: 'the test’s own',
    actions: [],
    run: async <A extends AgentAction>(action: A, call: AgentCall, input: object, context: AgentContext) => {
      calls.push({ call, input });
      await note(action);
      const ask = world.answers?.[action];
      if (ask === undefined) throw new Error(`Nobody expected ${action}.`);
      return (await ask(call, input, context)) as AgentAnswer<A> & ActionAnswer[A];
    },
    ...(world.goesOn === true ? { goesOn: true } : {}),
    ...(world.ignoresWorkspace === true ? { ignoresWorkspace: true } : {}),
    ...(world.release === undefined ? {} : { release: world.release }),
  };
  const registry = new Registry();
  const { log, lines } = memoryLog();
  const record = (record: WorkRecord): void => {
    seen.records.push(record);
    if (record.of === 'task') void note(`record task ${record.state.status}`);
    else if (record.of === 'dead_letter') void note(`record ${record.entry.status} ${record.entry.id}`);
    else if (record.of === 'agent_call') recordedCalls.push(record.call);
    else if (record.of === 'span') spans.push(record.span);
    else if (record.of === 'phase_run' && 'finished_at' in record.run) finished.push(record.run);
    else if (record.of === 'phase_run') void note(`record start of ${record.run.phase}`);
  };
  const { now = () => 1_000, profileClock } = world;
  const ports: ActivityPorts = {
    agents: { agentFor: () => agent, builtIn: () => world.builtIn ?? agent, all: () => [agent] },
    breakers: world.breakers ?? memoryBreakers().breakers,
    accounts: world.accounts ?? memoryAccounts().accounts,
    accounting: { prices: {}, budgets: world.budgets ?? {}, readSpent: world.readSpent ?? nothingSpent },
    workspaces: {
      open: async (options) => {
        opened.push(options);
        await note(`open at ${options.commit ?? 'the start'}`);
        await world.open?.(options);
        return workspaceOf(world, seen);
      },
      remove: (taskId) => note(`remove ${taskId}`),
      dropUnfinished: world.dropUnfinished ?? ((taskId) => note(`drop the unfinished work of ${taskId}`)),
      keep: (taskId, until) => note(`keep ${taskId} until ${until}`),
    },
    artifacts: {
      begin: () => Promise.resolve(world.artifacts ?? '/nowhere/E2E_TEST_GENERATION-1'),
      open: () => Promise.resolve(undefined),
    },
    forges: world.forges ?? createForges([], {}),
    journal: workerJournal({
      records: { record },
      log,
      counters: countersReader(registry),
      heartbeats: {},
      profileClock,
    }),
    isProfiling: profileClock !== undefined,
    mask: maskOf(['hunter2-4711']),
    hostTaskQueue: 'chimera-host-here',
    keepFailedMs: 5_000,
    projectNamed: () => project,
    runSetUp: ({ command, directory }) => note(`run ${command} in ${directory}`),
    pools: {
      tell: (pool, messages) => note(`tell pool ${pool}: ${messages.map(({ kind }) => kind).join(', ')}`),
    },
    tasks: {
      tell: ({ kind, task_id }) => note(`${kind} ${task_id}`).then(() => true),
      listOpen: () => Readable.from([]),
      isOpen: () => Promise.resolve(true),
      leaseStatus: () => Promise.resolve(null),
    },
    handBack: world.handBack ?? new AbortController().signal,
    requestCancel: (taskId) => note(`cancel ${taskId}`),
    now,
    monotonic: now,
    random: () => 0.5,
  };
  return { ports, counted: () => registry.metrics(), lines, ...seen };
}

function workspaceOf(world: World, { done, commits }: Pick<FakePorts, 'done' | 'commits'>): Workspace {
  const unexpected = (): never => {
    throw new Error('No activity is expected to do that.');
  };
  const change = 'change' in world ? world.change : { commit_sha: 'c9', files_changed: ['shop.mjs'] };
  return {
    directory: '/workspace',
    branch: 'chimera/x',
    repository: '/mirror',
    homes: '/homes',
    base_commit: 'c0',
    head: () => Promise.resolve(commits.length === 0 ? 'c0' : 'c9'),
    committed: () => Promise.resolve(world.committedBefore),
    commitAll: (request) => {
      commits.push(request);
      done.push('commit');
      return Promise.resolve(change);
    },
    push: () => {
      done.push('push');
      return Promise.resolve();
    },
    changes: (from, to) => Promise.resolve([{ path: `changed from ${from} to ${to}` }]),
    setUp: async (command, run) => {
      await run(command, '/workspace');
    },
    diff: unexpected,
    fileAt: unexpected,
    blobAt: () => Promise.resolve('blob' in world ? world.blob : 'b1'),
    checkoutForProof: (commit, { path, blob }) => {
      done.push(`check out ${commit} with ${path} as ${blob}`);
      return Promise.resolve({
        directory: '/proof',
        setUp: (command, run) => run(command, '/proof').then(() => undefined),
        isIntact: () => Promise.resolve(world.tampered !== true),
        remove: () => {
          done.push('remove the proof');
          return Promise.resolve();
        },
      });
    },
    putBackAgentFiles: () => {
      done.push('put back the files that agents obey');
      return Promise.resolve([]);
    },
    unfinished: () => ({
      takeUp: () => {
        done.push('take up unfinished work');
        return Promise.resolve(world.left ?? []);
      },
      keep: () => {
        done.push('keep unfinished work');
        return world.keep?.() ?? Promise.resolve();
      },
      drop: () => {
        done.push('drop unfinished work');
        return Promise.resolve();
      },
    }),
    checkoutForChecks: unexpected,
    checkout: unexpected,
  };
}
