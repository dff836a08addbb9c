import { type DestinationStream, type LogFn, type Logger as PinoLogger, pino } from 'pino';
import { subjectApart } from './log-fields.ts';
import { redacted } from './redaction.ts';
import { type Mask, withoutCredentials } from './secret-shapes.ts';
import { prettyFactory } from 'pino-pretty';

/** A component's log. An object before the message becomes the line's `context`, but for what the line is about. */
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
  /** What is hidden of every text; when not given, what has the shape of a secret. */
  readonly mask?: Mask;
}

/** The most characters of one text in a line: collectors refuse lines that are too long, and masking takes its time. */
const LONGEST_TEXT = 16_384;

/**
 * A logger that writes one JSON object a line, with timestamp (ISO 8601), level (a word), component, message, where they
 * are known task_id, workflow_phase, trace_id and span_id, and context; or the same for a person's eyes. Secrets are
 * hidden by their keys, by their shapes, and as far as they are known.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { level, component, destination = standardOutput() } = options;
  const onTerminal = destination.isTTY === true;
  const readable = (options.format ?? (onTerminal ? 'pretty' : 'json')) === 'pretty';
  const mask = boundedMask(options.mask ?? withoutCredentials);
  const safe = (said: unknown): unknown => (typeof said === 'string' ? mask(said) : said);
  const log = pino(
    {
      level,
      base: { component },
      messageKey: 'message',
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: (context) => redacted(context, mask) },
      // Redaction has serialized errors already.
      serializers: { err: (error: unknown) => error },
      hooks: {
        logMethod(said, method) {
          const [first, ...rest] = said as unknown[];
          if (typeof first !== 'object' || first === null) {
            method.apply(this, said.map(safe) as Parameters<LogFn>);
            return;
          }
          const { subject, context } = subjectApart(first instanceof Error ? { err: first } : first);
          method.apply(this, [
            { ...subject, context },
            ...(rest.length === 0 ? errorsMessage(context) : rest).map(safe),
          ] as Parameters<LogFn>);
        },
      },
    },
    readable ? readableDestination(destination, onTerminal) : destination,
  );
  return redactingChildren(log, mask);
}

/** A line without a message has that of its error. */
function errorsMessage(context: object): readonly string[] {
  return 'err' in context && context.err instanceof Error ? [context.err.message] : [];
}

/** Cuts what is too long; what is cut off is masked with the rest, or half a secret would be left. */
function boundedMask(mask: Mask): Mask {
  return (text) => {
    if (text.length <= LONGEST_TEXT) return mask(text);
    const masked = mask(text.slice(0, 2 * LONGEST_TEXT)).slice(0, LONGEST_TEXT);
    return `${masked.toWellFormed()}… (${text.length} characters)`;
  };
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
function redactingChildren(log: Logger, mask: Mask): Logger {
  const child: unknown = Reflect.get(log, 'child');
  const makeChild = child as MakeChild;
  const redactingChild: MakeChild = function (bindings, options) {
    return makeChild.call(this, redacted(bindings, mask), options);
  };
  return Object.assign(log, { child: redactingChild });
}

function readableDestination(destination: LogDestination, colorize: boolean): LogDestination {
  const readable = readableLines(colorize);
  return {
    write(line) {
      destination.write(readable(line));
    },
  };
}

/** Turns lines of a log, each a JSON object, into what a person reads; in colours where they show. */
function readableLines(colorize: boolean): (line: string) => string {
  return prettyFactory({
    colorize,
    messageKey: 'message',
    timestampKey: 'timestamp',
    translateTime: 'SYS:HH:MM:ss',
    messageFormat: '{component}: {message}{if task_id} ({task_id} {workflow_phase}){end}',
    ignore: 'component,task_id,workflow_phase,trace_id,span_id',
    customPrettifiers: { context: (context) => readableContext(context) },
  });
}

/** The context on one line, and the stack of an error below it as it would be printed. */
function readableContext(context: unknown): string {
  if (typeof context !== 'object' || context === null || !('err' in context)) return JSON.stringify(context);
  const { err, ...rest } = context;
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? err.stack : undefined;
  if (typeof stack !== 'string') return JSON.stringify(context);
  return `${Object.keys(rest).length === 0 ? '' : JSON.stringify(rest)}\n${stack}`;
}
