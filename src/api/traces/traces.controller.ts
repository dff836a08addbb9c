import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { problemResponse } from '../problem/problem.docs.ts';
import { taskIdParam } from '../tasks/tasks.docs.ts';
import { TRACES } from '../tokens.ts';
import { traceSchema, type TraceView } from '../../contract/trace.ts';
import type { TracesService } from './traces.service.ts';

/** What became of a task's time. */
@ApiTags('tasks')
@Controller('api/tasks')
export class TracesController {
  readonly #traces: TracesService;

  constructor(@Inject(TRACES) traces: TracesService) {
    this.#traces = traces;
  }

  @Get(':id/trace')
  @ApiOperation({
    summary: 'What became of a task’s time',
    description:
      'Its trace as a tree of spans, over retries, rework, dead letters and workers, with the critical path, every ' +
      'attempt, and gaps between heartbeats. Records may lag a moment.',
  })
  @ApiParam(taskIdParam)
  @ApiResponse({ status: 200, description: 'The trace so far.', standardSchema: traceSchema })
  @problemResponse(404, 'No such task.')
  @problemResponse(503, 'The records cannot be read, or Temporal cannot be reached.')
  read(@Param('id') id: string): Promise<TraceView> {
    return this.#traces.read(id);
  }
}
