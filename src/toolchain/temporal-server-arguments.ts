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

/** The command line of the Temporal dev server for these options and ports. */
export function temporalServerArguments(
  { dbFile, namespace, headless, searchAttributes, uiHost = '127.0.0.1' }: TemporalServerOptions,
  ports: { readonly port: number; readonly uiPort: number },
): string[] {
  return [
    'server',
    'start-dev',
    ...['--ip', '127.0.0.1', '--port', String(ports.port)],
    ...(headless ? ['--headless'] : ['--ui-ip', uiHost, '--ui-port', String(ports.uiPort)]),
    ...['--namespace', namespace, '--log-level', 'warn'],
    // The one history shard of the dev server reads its transfer queue 20 times a second by default.
    ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=2000'],
    // The dev server reads the search attributes from its database at each use; ours are there before the first workflow.
    ...['--dynamic-config-value', 'system.forceSearchAttributesCacheRefreshOnRead=false'],
    // An activity on the queue of its workflow may come with the answer to the workflow task that asks for it.
    ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
    // Its HTTP API has a port that cannot be switched off, and would start and end workflows for whoever sends a plain form,
    // as any web page can: there is no host under which it answers now, and no Nexus beside it. gRPC no page can speak.
    ...['--dynamic-config-value', 'frontend.httpAllowedHosts=["closed.invalid"]'],
    ...['--dynamic-config-value', 'system.enableNexus=false'],
    // Written ahead, the file survives a killed process without a wait for the disk at every step.
    ...(dbFile === undefined
      ? []
      : ['--db-filename', dbFile, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL']),
    ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ];
}
