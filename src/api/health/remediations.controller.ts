import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DocumentParameters } from '../http/document-parameters.ts';
import { problemResponse } from '../problem/problem.docs.ts';
import { HEALTH_REPORT } from '../tokens.ts';
import type { HealthReportService } from './health-report.service.ts';
import {
  type OwnActionsQuery,
  ownActionsQuerySchema,
  ownActionsSchema,
  type OwnActionsView,
  ownActionSchema,
  type OwnActionView,
} from '../../contract/own-action.ts';

/** What was done about what was critical. */
@ApiTags('health')
@Controller('api/health/remediations')
export class RemediationsController {
  readonly #health: HealthReportService;

  constructor(@Inject(HEALTH_REPORT) health: HealthReportService) {
    this.#health = health;
  }

  @Get()
  @DocumentParameters()
  @ApiOperation({
    summary: 'List what was done about critical conditions',
    description: 'Each with cause, figures, effect, and how it is reversed or why it ended.',
  })
  @ApiResponse({ status: 200, description: 'The remedies.', standardSchema: ownActionsSchema })
  @problemResponse(422, 'A parameter is wrong.')
  @problemResponse(503, 'The database cannot be reached.')
  list(@Query({ schema: ownActionsQuerySchema }) { limit }: OwnActionsQuery): Promise<OwnActionsView> {
    return this.#health.list(limit);
  }

  @Post(':id/revert')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take a remedy back at once',
    description: 'It is not applied again for a while. Asked again, it answers the same.',
  })
  @ApiParam({ name: 'id', description: 'The id of the remedy.', example: 7, schema: { type: 'integer' } })
  @ApiResponse({ status: 200, description: 'The remedy now.', standardSchema: ownActionSchema })
  @problemResponse(404, 'No such remedy.')
  @problemResponse(409, 'It ended otherwise before.')
  @problemResponse(503, 'The database, or the pool, cannot be reached.')
  revert(@Param('id') id: string): Promise<OwnActionView> {
    return this.#health.revert(id);
  }
}
