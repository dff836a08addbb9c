import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiLog } from '../api-log.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const TASK = /\bchimera-[0-9a-f]{12}\b/;

/**
 * A line for each request that is to change something: from where it came, which route, how it was answered, and the task
 * that it named or began. What was sent and what was answered is in none.
 */
export function logRequests(server: Pick<FastifyInstance, 'addHook'>, log: ApiLog): void {
  server.addHook('onResponse', (request, reply, done) => {
    if (!READING.has(request.method)) say(log, request, reply);
    done();
  });
}

function say(log: ApiLog, request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode: status } = reply;
  const task_id = taskOf(request, reply);
  const context = {
    ...(task_id === undefined ? {} : { task_id }),
    method: request.method,
    route: request.routeOptions.url ?? null,
    status,
    duration_ms: Math.round(reply.elapsedTime),
    from: request.ip,
  };
  const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
  log[level](context, `${request.method} answered ${status}`);
}

/** The task that is named in the path, or that the answer leads to. */
function taskOf({ url }: FastifyRequest, reply: FastifyReply): string | undefined {
  const [path = ''] = url.split('?', 1);
  return TASK.exec(path)?.[0] ?? TASK.exec(String(reply.getHeader('location')))?.[0];
}
