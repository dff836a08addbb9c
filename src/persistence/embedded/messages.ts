/** What the thread of an embedded database is started with; without a directory it is kept in memory. */
export interface ThreadData {
  readonly directory?: string;
}

/** A statement for the thread, or the order to close the database and end. */
export type DatabaseRequest =
  | {
      readonly kind: 'query';
      readonly id: number;
      readonly text: string;
      readonly values: readonly unknown[];
      readonly rowMode: 'array' | 'object';
    }
  | { readonly kind: 'close' };

/** What came of a statement: rows, with times as the database writes them. */
export interface Answer {
  readonly rows: readonly unknown[];
  readonly affectedRows: number | undefined;
}

/** What the thread says; an error keeps its class as far as it is one of JavaScript's own, and the database's code. */
export type DatabaseResponse =
  | { readonly kind: 'open' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: unknown; readonly code: string | undefined };
