/** What a thread is started for: a function that a module exports, called with an input and a `JobContext`. */
export interface ThreadWork {
  /** The module's URL, as text. */
  readonly module: string;
  readonly name: string;
}

/** What a job is given beside its input. */
export interface JobContext {
  /** Aborted when nobody wants the result any more. */
  readonly signal: AbortSignal;
  /** Says something to whoever waits for the result. */
  tell(said: unknown): void;
}

/** What a thread is told. */
export type ToThread = { readonly kind: 'do'; readonly input: unknown } | { readonly kind: 'abort' };

/** An error on its way out of a thread, which keeps neither its class nor what it carries. */
export interface ThrownThere {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}

/** What a thread says; `usedMs` is the processor time that it has used since it was started. */
export type FromThread =
  | { readonly kind: 'ready'; readonly usedMs: number }
  | { readonly kind: 'told'; readonly said: unknown }
  | { readonly kind: 'done'; readonly value: unknown; readonly usedMs: number }
  | { readonly kind: 'failed'; readonly error: ThrownThere; readonly usedMs: number };
