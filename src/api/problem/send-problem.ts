import type { FastifyReply } from 'fastify';
import { PROBLEM_MEDIA_TYPE } from '../../domain/problem-form.ts';
import { type Problem, problemDocument } from './problem.ts';

/** Answers with a problem document; `path` is what was asked for. */
export function sendProblem(reply: FastifyReply, problem: Problem, path: string): void {
  void reply
    .status(problem.status)
    .headers(problem.headers)
    .header('Cache-Control', 'no-store')
    .type(PROBLEM_MEDIA_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemDocument(problem, path));
}
