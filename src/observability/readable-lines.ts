import { prettyFactory } from 'pino-pretty';

/** Turns lines of a log, each a JSON object, into what a person reads; in colours where they show. */
export function readableLines(colorize: boolean): (line: string) => string {
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
