import type { FastifyReply } from 'fastify';
import { type Problem, problemDocument } from './problem.ts';

/** Answers with a problem document; `path` is what was asked for. */
export function sendProblem(reply: FastifyReply, problem: Problem, path: string): void {
  void reply
    .status(problem.status)
    .headers(problem.headers)
    .header('Cache-Control', 'no-store')
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemDocument(problem, path));
}
