/** What a worker process of the bench is given, as JSON in its first argument. */
export interface WorkerAssignment {
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly dataDirectory: string;
  /** Answers every request: where the deployments of the no-op agents are. */
  readonly deploymentUrl: string;
  /** Size of each pool by its name. */
  readonly pools: Readonly<Record<string, number>>;
  /** Activities at once. */
  readonly slots: number;
  /** Whether all that observes work is on, as in production, or off. */
  readonly observed: boolean;
}

/** What the bench asks of a worker process. */
export type Request = 'memory' | 'stop';

/** What a worker process says: that it takes work, or what it uses, in bytes after a collection of garbage. */
export type Answer =
  { readonly kind: 'ready' } | { readonly kind: 'memory'; readonly rss: number; readonly heap: number };

/** A worker that runs. */
export interface Serving {
  stop(): Promise<void>;
}
