import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiLog } from '../api-log.ts';
import { sendProblem } from './send-problem.ts';
import { toProblem } from './to-problem.ts';

/** Answers every error as application/problem+json (RFC 9457) and logs those that are Chimera's own fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log: ApiLog;

  constructor(log: ApiLog) {
    this.#log = log;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const path = request.url.split('?', 1)[0] ?? '/';
    const problem = toProblem(error);
    const { method } = request;
    if (problem.status === 503) this.#log.warn({ method, path }, `answered 503: ${problem.message}`);
    else if (problem.status >= 500) this.#log.error({ err: error, method, path }, `answered ${problem.status}`);
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) return;
    sendProblem(reply, problem, path);
  }
}
