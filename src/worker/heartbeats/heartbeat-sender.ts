import type { Heartbeat } from '../../domain/heartbeat/heartbeat.ts';
import type { AgentCallUnderWay, JournalReader } from '../../journal/event.ts';
import type { RecordSink } from '../../persistence/recorder/recorder.ts';

/** What heartbeats are sent with. */
export interface HeartbeatSenderSetup {
  /** The worker's name and its process. */
  readonly place: Pick<Heartbeat, 'name' | 'process'>;
  /** The agents that it can call. */
  readonly agents: readonly string[];
  readonly intervalMs: number;
  readonly records: RecordSink;
  /** A clock in ms that is never set back. */
  readonly now: () => number;
}

/** Sends the heartbeats of one worker process, and of the agents that it can call. */
export interface HeartbeatSender {
  /** Reads of the calls of agents, while they run. */
  readonly reader: JournalReader;
  /** The worker takes work from now on: so its agents can be called. */
  ready(): void;
  /** The worker takes no more work. */
  draining(): void;
  /** The last word, after which there are no heartbeats of this process. */
  stop(event: 'stopped' | 'died', reason: string): void;
}

/** Heartbeats leave a fifth of their interval early, so that they have arrived when they are due. */
const SENT_AFTER = 0.8;

/** An agent's progress is no more than one heartbeat in this time, in ms. */
const LEAST_BETWEEN_MS = 1_000;

/** Starts sending heartbeats, the first at once. */
export function startHeartbeatSender({
  place,
  agents,
  intervalMs,
  records,
  now,
}: HeartbeatSenderSetup): HeartbeatSender {
  const underWay = new Set<AgentCallUnderWay>();
  const lastOf = new Map<string, number>();
  let doing: 'starting' | 'ready' | 'draining' = 'starting';
  let over = false;

  function send(heartbeat: Pick<Heartbeat, 'kind' | 'name' | 'event' | 'what'>): void {
    records.record({ of: 'heartbeat', heartbeat: { process: place.process, interval_ms: intervalMs, ...heartbeat } });
  }
  function beatAgent(name: string): void {
    lastOf.set(name, now());
    const calls = [...underWay].filter(({ agent }) => agent === name);
    send({ kind: 'agent', name, event: 'beat', what: activityText(calls) });
  }
  function beat(): void {
    const what = doing === 'starting' ? doing : activityText([...underWay], doing === 'draining');
    send({ kind: 'worker', name: place.name, event: 'beat', what });
    const atWork = [...underWay].map(({ agent }) => agent);
    for (const name of new Set(doing === 'ready' ? [...agents, ...atWork] : atWork)) beatAgent(name);
  }
  function sign(name: string): void {
    if (!over && now() - (lastOf.get(name) ?? Number.NEGATIVE_INFINITY) >= LEAST_BETWEEN_MS) beatAgent(name);
  }

  beat();
  const timer = setInterval(beat, SENT_AFTER * intervalMs);
  return {
    reader: {
      call_began: ({ call }) => {
        underWay.add(call);
        sign(call.agent);
      },
      call_progressed: ({ call }) => {
        sign(call.agent);
      },
      call_ended: ({ call }) => {
        underWay.delete(call);
      },
    },
    ready: () => {
      doing = 'ready';
      beat();
    },
    draining: () => {
      doing = 'draining';
      beat();
    },
    stop: (event, reason) => {
      if (over) return;
      over = true;
      clearInterval(timer);
      send({ kind: 'worker', name: place.name, event, what: reason });
    },
  };
}

/** Calls that are named; of more it is said how many. */
const MOST_NAMED = 3;

/** What calls under way amount to, in words: "chimera-000000000001 CODE_IMPLEMENTATION", "idle". */
function activityText(calls: readonly AgentCallUnderWay[], draining = false): string {
  const named = calls.slice(0, MOST_NAMED).map(({ attempt }) => `${attempt.task_id} ${attempt.phase}`);
  const more = calls.length > MOST_NAMED ? [`and ${calls.length - MOST_NAMED} more`] : [];
  const work = [...named, ...more].join(', ');
  if (!draining) return work === '' ? 'idle' : work;
  return work === '' ? 'draining' : `draining: ${work}`;
}
