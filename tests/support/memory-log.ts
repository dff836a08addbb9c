import { createLogger, type Logger } from '../../src/observability/logging.ts';

/** A line of the log. */
export type Line = Readonly<Record<string, unknown>>;

/** Chimera's log, its lines kept as they are written. */
export function memoryLog(): { readonly log: Logger; lines(): readonly Line[]; written(): readonly string[] } {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  const log = createLogger({ level: 'debug', component: 'test', format: 'json', destination });
  return { log, lines: () => written.map((line) => JSON.parse(line) as Line), written: () => written };
}
