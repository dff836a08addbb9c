import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { prettyFactory } from 'pino-pretty';
import type { Phase } from '../domain/phase.ts';
import { redacted, withoutCredentials } from './redaction.ts';

/** A component's log. An object before the message becomes the line's `context`. */
export type Logger = PinoLogger;

/** Where lines go. */
export interface LogDestination extends DestinationStream {
  readonly isTTY?: boolean;
}

/** How much is logged, and in which form. */
export interface LoggerOptions {
  /** The least level that is logged. */
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** When not given: readable on a terminal, JSON elsewhere. */
  readonly format?: 'json' | 'pretty';
  /** Which part of Chimera speaks: `api`, `worker`, `cli`. Each has a logger of its own. */
  readonly component: string;
  /** Standard output when not given. */
  readonly destination?: LogDestination;
}

/**
 * A logger that writes one JSON object a line, with timestamp (ISO 8601), level (a word), component, message, and where
 * they are known task_id, workflow_phase and context; or the same for a person's eyes. Secrets are hidden by their keys.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { level, component, destination = standardOutput() } = options;
  const onTerminal = destination.isTTY === true;
  const readable = (options.format ?? (onTerminal ? 'pretty' : 'json')) === 'pretty';
  const log = pino(
    {
      level,
      base: { component },
      messageKey: 'message',
      nestedKey: 'context',
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: redacted },
      // Redaction has serialized errors already.
      serializers: { err: (error: unknown) => error },
      hooks: { streamWrite: withoutCredentials },
    },
    readable ? readableLines(destination, onTerminal) : destination,
  );
  return redactingChildren(log);
}

/** The same log, each line with the task it is about and the phase the task is in. */
export function taskLogger(log: Logger, taskId: string, phase?: Phase): Logger {
  return log.child({ task_id: taskId, ...(phase === undefined ? {} : { workflow_phase: phase }) });
}

/** Standard output, written to at once: no line is lost when the process ends. */
function standardOutput(): LogDestination {
  const stream = pino.destination({ dest: 1, sync: true });
  return {
    isTTY: process.stdout.isTTY,
    write(line) {
      stream.write(line);
    },
  };
}

type MakeChild = (this: Logger, bindings: Record<string, unknown>, options?: object) => Logger;

/** pino formats no bindings of children; theirs are redacted here, and children of children inherit it. */
function redactingChildren(log: Logger): Logger {
  const child: unknown = Reflect.get(log, 'child');
  const makeChild = child as MakeChild;
  const redactingChild: MakeChild = function (bindings, options) {
    return makeChild.call(this, redacted(bindings), options);
  };
  return Object.assign(log, { child: redactingChild });
}

function readableLines(destination: LogDestination, colorize: boolean): LogDestination {
  const format = prettyFactory({
    colorize,
    messageKey: 'message',
    timestampKey: 'timestamp',
    translateTime: 'SYS:HH:MM:ss',
    messageFormat: '{component}: {message}{if task_id} ({task_id} {workflow_phase}){end}',
    ignore: 'component,task_id,workflow_phase',
    customPrettifiers: { context: (context) => readableContext(context) },
  });
  return {
    write(line) {
      destination.write(format(line));
    },
  };
}

/** The context on one line, and the stack of an error below it as it would be printed. */
function readableContext(context: unknown): string {
  if (typeof context !== 'object' || context === null || !('err' in context)) return JSON.stringify(context);
  const { err, ...rest } = context;
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? err.stack : undefined;
  if (typeof stack !== 'string') return JSON.stringify(context);
  return `${Object.keys(rest).length === 0 ? '' : JSON.stringify(rest)}\n${stack}`;
}
