import { HttpException } from '@nestjs/common';
import { PoolUnavailableError } from '../../temporal/pools/pool-gateway.ts';
import { TemporalUnavailableError } from '../../temporal/call.ts';
import type { ProblemKind } from '../../contract/problem.ts';
import { malformedJson, Problem } from './problem.ts';

/** Seconds after which a client may ask again when Temporal or a pool was away. */
const RETRY_AFTER_SECONDS = '2';

/** Fastify's code for a body that is not JSON, or that would set a prototype. */
const MALFORMED_JSON = 'FST_ERR_CTP_INVALID_JSON_BODY';

const KIND_BY_STATUS: Readonly<Record<number, ProblemKind>> = {
  404: 'not-found',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
};

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function ofHttpException(error: HttpException): Problem {
  const status = error.getStatus();
  if (codeOf(error.cause) === MALFORMED_JSON) {
    return malformedJson('is not valid JSON');
  }
  return new Problem(status, KIND_BY_STATUS[status] ?? 'http-error', error.message);
}

function away(kind: ProblemKind, error: Error): Problem {
  return new Problem(503, kind, error.message, { cause: error, headers: { 'Retry-After': RETRY_AFTER_SECONDS } });
}

/** Whatever was thrown as a problem. Internals stay inside. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TemporalUnavailableError) return away('temporal-unavailable', error);
  if (error instanceof PoolUnavailableError) return away('pool-unavailable', error);
  if (error instanceof HttpException && error.getStatus() < 500) return ofHttpException(error);
  return new Problem(500, 'internal-error', 'Chimera could not answer this request; its log says why.', {
    cause: error,
  });
}
