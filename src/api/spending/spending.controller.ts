import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  budgetsViewSchema,
  type BudgetsView,
  spendingQuerySchema,
  type SpendingRequest,
  spendingSchema,
  type SpendingView,
} from '../../contract/spending.ts';
import { DocumentParameters } from '../http/document-parameters.ts';
import { problemResponse } from '../problem/problem.docs.ts';
import { SPENDING } from '../tokens.ts';
import type { SpendingService } from './spending.service.ts';

/** What agents' models cost, and what they may. */
@ApiTags('spending')
@Controller('api')
export class SpendingController {
  readonly #spending: SpendingService;

  constructor(@Inject(SPENDING) spending: SpendingService) {
    this.#spending = spending;
  }

  @Get('spending')
  @DocumentParameters()
  @ApiOperation({
    summary: 'What was spent',
    description:
      'Tokens and cost of all requests of agents to their models over a span of time, those of failed, cancelled and ' +
      'postponed calls among them, by model unless something else is named.',
  })
  @ApiResponse({ status: 200, description: 'What was spent.', standardSchema: spendingSchema })
  @problemResponse(422, 'A query parameter is wrong.')
  @problemResponse(503, 'The database does not answer.')
  read(@Query({ schema: spendingQuerySchema }) query: SpendingRequest): Promise<SpendingView> {
    return this.#spending.read(query);
  }

  @Get('budgets')
  @ApiOperation({
    summary: 'How far today’s budgets are used up',
    description: 'Those of each project and of all together, with what one task may spend.',
  })
  @ApiResponse({ status: 200, description: 'The budgets.', standardSchema: budgetsViewSchema })
  @problemResponse(503, 'The database does not answer.')
  budgets(): Promise<BudgetsView> {
    return this.#spending.budgets();
  }
}
