/** The types a search attribute of the dev server can have. */
export type SearchAttributeType = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';

/** How a Temporal dev server is started; without `dbFile` it keeps everything in memory, without ports it takes free ones. */
export interface TemporalServerOptions {
  readonly namespace: string;
  readonly searchAttributes: Readonly<Record<string, SearchAttributeType>>;
  readonly logFile: string;
  readonly dbFile?: string;
  readonly port?: number;
  readonly uiPort?: number;
  /** The loopback address on which the Web UI listens; 127.0.0.1 by default. */
  readonly uiHost?: string;
  /** True for a server without Web UI. */
  readonly headless?: boolean;
  /** The program; by default the one that set-up found or installed. */
  readonly executable?: string;
  /** How long the server may take until it is ready, in milliseconds; 60 000 by default. */
  readonly startTimeoutMs?: number;
}
