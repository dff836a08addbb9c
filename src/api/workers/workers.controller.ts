import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { problemResponse } from '../problem/problem.docs.ts';
import { WORKERS } from '../tokens.ts';
import { type Workers, workersSchema, type WorkerView, workerViewSchema } from '../../contract/worker.ts';
import type { WorkersService } from './workers.service.ts';

/** The worker processes, and whether they are alive. */
@ApiTags('workers')
@Controller('api/workers')
export class WorkersController {
  readonly #workers: WorkersService;

  constructor(@Inject(WORKERS) workers: WorkersService) {
    this.#workers = workers;
  }

  @Get()
  @ApiOperation({
    summary: 'List the workers',
    description:
      'Each with its last hundred heartbeats and its last five changes. One that was stopped leaves the list after five ' +
      'minutes, one that failed and was not replaced after an hour.',
  })
  @ApiResponse({ status: 200, description: 'The workers.', standardSchema: workersSchema })
  list(): Promise<Workers> {
    return this.#workers.list();
  }

  @Get(':id')
  @ApiOperation({ summary: 'Look at a worker', description: 'With its last fifty changes.' })
  @ApiParam({
    name: 'id',
    description: 'The id or the name of the worker.',
    example: 'worker-2@host',
    schema: { type: 'string' },
  })
  @ApiResponse({ status: 200, description: 'The worker now.', standardSchema: workerViewSchema })
  @problemResponse(404, 'No such worker.')
  @problemResponse(503, 'The database cannot be reached.')
  get(@Param('id') id: string): Promise<WorkerView> {
    return this.#workers.get(id);
  }
}
