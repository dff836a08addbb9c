import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DocumentParameters } from '../http/document-parameters.ts';
import { problemResponse } from '../problem/problem.docs.ts';
import { POOL } from '../tokens.ts';
import { poolMetricsSchema, type PoolMetricsView } from '../../contract/pool/metrics.ts';
import { type PoolQuery, poolQuerySchema } from '../../contract/pool/requests.ts';
import type { PoolService } from './pool.service.ts';

/** A pool in figures. */
@ApiTags('pool')
@Controller('api/metrics')
export class MetricsController {
  readonly #pool: PoolService;

  constructor(@Inject(POOL) pool: PoolService) {
    this.#pool = pool;
  }

  @Get()
  @DocumentParameters()
  @ApiOperation({
    summary: 'A pool in figures',
    description: 'Utilisation, waits, durations, failures and trends, over the last 100 tasks.',
  })
  @ApiResponse({ status: 200, description: 'The figures.', standardSchema: poolMetricsSchema })
  @problemResponse(404, 'No such pool.')
  @problemResponse(422, 'A query parameter is wrong.')
  @problemResponse(503, 'Temporal cannot be reached, or the pool does not answer.')
  metrics(@Query({ schema: poolQuerySchema }) query: PoolQuery): Promise<PoolMetricsView> {
    return this.#pool.metrics(query);
  }
}
