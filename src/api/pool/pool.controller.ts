import { Body, Controller, Get, HttpCode, Inject, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DocumentParameters } from '../http/document-parameters.ts';
import { problemResponse } from '../problem/problem.docs.ts';
import { POOL } from '../tokens.ts';
import {
  type DecisionsQuery,
  decisionsQuerySchema,
  type PoolChangeBody,
  poolChangeSchema,
  type PoolCommandBody,
  poolCommandSchema,
  type PoolQuery,
  poolQuerySchema,
} from '../../contract/pool/requests.ts';
import type { PoolService } from './pool.service.ts';
import {
  decisionsSchema,
  demandSchema,
  type PoolView,
  type PoolDecisions,
  type PoolDemand,
  poolSummarySchema,
  type PoolSummaryView,
  poolViewSchema,
} from '../../contract/pool/pool.ts';

const COMMANDED = { status: 200, description: 'The pool after it.', standardSchema: poolSummarySchema };

/** A pool: look at it, change it, pause, resume and drain it. */
@ApiTags('pool')
@Controller('api/pool')
@problemResponse(404, 'No such pool.')
@problemResponse(422, 'A field or a query parameter is wrong.')
@problemResponse(503, 'Temporal cannot be reached, or the pool does not answer.')
export class PoolController {
  readonly #pool: PoolService;

  constructor(@Inject(POOL) pool: PoolService) {
    this.#pool = pool;
  }

  @Get()
  @DocumentParameters()
  @ApiOperation({
    summary: 'Look at a pool',
    description: 'Size, mode, leases and the queue in the order of starting, as they were within the last second.',
  })
  @ApiResponse({ status: 200, description: 'The pool.', standardSchema: poolViewSchema })
  view(@Query({ schema: poolQuerySchema }) query: PoolQuery): Promise<PoolView> {
    return this.#pool.view(query);
  }

  @Patch()
  @DocumentParameters()
  @ApiOperation({
    summary: 'Change the settings of a pool',
    description: 'What is not named stays, or gives way to what is. A smaller size waits until leases come back.',
  })
  @ApiResponse(COMMANDED)
  change(
    @Query({ schema: poolQuerySchema }) query: PoolQuery,
    @Body({ schema: poolChangeSchema }) change: PoolChangeBody,
  ): Promise<PoolSummaryView> {
    return this.#pool.change(query, change);
  }

  @Post('pause')
  @HttpCode(200)
  @DocumentParameters()
  @ApiOperation({ summary: 'Pause a pool', description: 'Tasks come in and wait; none starts. What works goes on.' })
  @ApiResponse(COMMANDED)
  pause(
    @Query({ schema: poolQuerySchema }) query: PoolQuery,
    @Body({ schema: poolCommandSchema }) body: PoolCommandBody,
  ): Promise<PoolSummaryView> {
    return this.#pool.command('pause', query, body);
  }

  @Post('resume')
  @HttpCode(200)
  @DocumentParameters()
  @ApiOperation({ summary: 'Resume a pool', description: 'Tasks come in and start again.' })
  @ApiResponse(COMMANDED)
  resume(
    @Query({ schema: poolQuerySchema }) query: PoolQuery,
    @Body({ schema: poolCommandSchema }) body: PoolCommandBody,
  ): Promise<PoolSummaryView> {
    return this.#pool.command('resume', query, body);
  }

  @Post('drain')
  @HttpCode(200)
  @DocumentParameters()
  @ApiOperation({ summary: 'Drain a pool', description: 'No task comes in, none starts; what works may end.' })
  @ApiResponse(COMMANDED)
  drain(
    @Query({ schema: poolQuerySchema }) query: PoolQuery,
    @Body({ schema: poolCommandSchema }) body: PoolCommandBody,
  ): Promise<PoolSummaryView> {
    return this.#pool.command('drain', query, body);
  }

  @Get('decisions')
  @DocumentParameters()
  @ApiOperation({ summary: 'What a pool decided, and why', description: 'Newest first; a pool remembers 100.' })
  @ApiResponse({ status: 200, description: 'The decisions.', standardSchema: decisionsSchema })
  decisions(@Query({ schema: decisionsQuerySchema }) query: DecisionsQuery): Promise<PoolDecisions> {
    return this.#pool.decisions(query);
  }

  @Get('demand')
  @DocumentParameters()
  @ApiOperation({
    summary: 'What a pool could use, for a scaler of workers',
    description: 'Work under way counts, so that scaling by this figure ends none; 0 while the pool is idle.',
  })
  @ApiResponse({ status: 200, description: 'The demand.', standardSchema: demandSchema })
  demand(@Query({ schema: poolQuerySchema }) query: PoolQuery): Promise<PoolDemand> {
    return this.#pool.demand(query);
  }
}
