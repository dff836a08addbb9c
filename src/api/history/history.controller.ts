import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DocumentParameters } from '../http/document-parameters.ts';
import { problemResponse } from '../problem/problem.docs.ts';
import { HISTORY } from '../tokens.ts';
import { historyQuerySchema, type HistoryRequest, historySchema, type HistoryView } from '../../contract/history.ts';
import type { HistoryService } from './history.service.ts';

/** How attempts of phases went. */
@ApiTags('pool')
@Controller('api/metrics/history')
export class HistoryController {
  readonly #history: HistoryService;

  constructor(@Inject(HISTORY) history: HistoryService) {
    this.#history = history;
  }

  @Get()
  @DocumentParameters()
  @ApiOperation({
    summary: 'How attempts of phases went',
    description:
      'Success rate, mean, median, 95th and 99th percentile of their durations, tokens, cost and files, over a span of ' +
      'time, of one agent, phase or project if named, by hour or day if wanted.',
  })
  @ApiResponse({ status: 200, description: 'The history.', standardSchema: historySchema })
  @problemResponse(422, 'A query parameter is wrong.')
  @problemResponse(503, 'The database does not answer.')
  read(@Query({ schema: historyQuerySchema }) query: HistoryRequest): Promise<HistoryView> {
    return this.#history.read(query);
  }
}
