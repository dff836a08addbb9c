/** Who sends heartbeats: worker processes, and agents, for which the workers that can call them send. */
export const HEARTBEAT_KINDS = ['worker', 'agent'] as const;

export type HeartbeatKind = (typeof HEARTBEAT_KINDS)[number];

/** A sign of life, or what is known of its end, of one worker or agent. */
export interface Heartbeat {
  readonly kind: HeartbeatKind;
  /** The agent's name, or the place of a worker, which a new process takes when the old one is gone. */
  readonly name: string;
  /** The worker process that it is from: its host, process id and start. */
  readonly process: string;
  /** In how many ms the next one is to come. */
  readonly interval_ms: number;
  /**
   * expected: the process was started, and its heartbeats are to come; beat: it is there; stopped: it ends as it was asked
   * to; died: it has ended otherwise. After its end a process has no more heartbeats.
   */
  readonly event: 'expected' | 'beat' | 'stopped' | 'died';
  /** What it does, or how it ended, in words without secrets. */
  readonly what: string;
}

/** Heartbeats that are kept of each worker and agent. */
export const KEPT_HEARTBEATS = 100;
