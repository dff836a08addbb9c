/** What a thread is started for: a function that a module exports, called with one argument. */
export interface ThreadWork {
  /** The module's URL, as text. */
  readonly module: string;
  readonly name: string;
}

/** What a thread says; `usedMs` is the processor time that it has used since it was started. */
export type FromThread =
  | { readonly kind: 'ready'; readonly usedMs: number }
  | { readonly kind: 'done'; readonly value: unknown; readonly usedMs: number }
  | { readonly kind: 'failed'; readonly error: unknown; readonly usedMs: number };
