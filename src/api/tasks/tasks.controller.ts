import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { TaskListQuery } from '../../persistence/task-run-store.ts';
import { DocumentParameters } from '../http/document-parameters.ts';
import { problemResponse } from '../problem/problem.docs.ts';
import { TASKS } from '../tokens.ts';
import {
  type CancelBody,
  cancelSchema,
  type Submission,
  submissionSchema,
  type TaskChange,
  taskChangeSchema,
  taskQuerySchema,
} from '../../contract/task/requests.ts';
import {
  cancellingSchema,
  type CancellingTask,
  submittedSchema,
  type SubmittedTask,
  type TaskPageView,
  taskPageSchema,
  type TaskSummaryView,
  taskSummarySchema,
  type TaskView,
  taskViewSchema,
} from '../../contract/task/task.ts';
import { KEY_FORM } from './task-id.ts';
import { taskIdParam } from './tasks.docs.ts';
import type { TasksService } from './tasks.service.ts';

/** Tasks: submit, list, look, reprioritise, cancel. */
@ApiTags('tasks')
@Controller('api/tasks')
export class TasksController {
  readonly #tasks: TasksService;

  constructor(@Inject(TASKS) tasks: TasksService) {
    this.#tasks = tasks;
  }

  @Post()
  @DocumentParameters()
  @ApiOperation({ summary: 'Submit a feature', description: 'Starts a task, once an Idempotency-Key.' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    schema: { type: 'string', ...KEY_FORM },
    example: 'order-4711-discount',
    description: 'Makes it safe to repeat the request: the same key and body give the same task.',
  })
  @ApiHeader({
    name: 'traceparent',
    required: false,
    schema: { type: 'string' },
    example: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    description:
      'The caller’s place in a trace (W3C Trace Context), which the task goes on; one that is not valid is ignored.',
  })
  @ApiResponse({ status: 201, description: 'The task, new or under its key.', standardSchema: submittedSchema })
  @problemResponse(400, 'The body is not valid JSON, or the key is not usable.')
  @problemResponse(413, 'The body is too large.')
  @problemResponse(415, 'The body is not JSON.')
  @problemResponse(422, 'A field is wrong, a sentence is not understood, or the key belongs to another request.')
  @problemResponse(429, 'The queue is full, or the pool is draining; Retry-After says when to try again.')
  @problemResponse(503, 'Temporal cannot be reached.')
  async submit(
    @Body({ schema: submissionSchema }) submission: Submission,
    @Headers('Idempotency-Key') key: string | undefined,
    @Headers('traceparent') traceparent: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmittedTask> {
    const { replayed, ...task } = await this.#tasks.submit(submission, { key, traceparent });
    void reply.headers({ Location: task.links.self, ...(replayed ? { 'Idempotent-Replayed': 'true' } : {}) });
    return task;
  }

  @Get()
  @DocumentParameters()
  @ApiOperation({ summary: 'List tasks, newest first', description: 'From their records, which may lag a moment.' })
  @ApiResponse({ status: 200, description: 'One page.', standardSchema: taskPageSchema })
  @problemResponse(422, 'A query parameter is wrong.')
  @problemResponse(503, 'The records cannot be read.')
  list(@Query({ schema: taskQuerySchema }) query: TaskListQuery): Promise<TaskPageView> {
    return this.#tasks.list(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Look at a task' })
  @ApiParam(taskIdParam)
  @ApiResponse({ status: 200, description: 'The task now.', standardSchema: taskViewSchema })
  @problemResponse(404, 'No such task.')
  @problemResponse(503, 'Temporal cannot be reached.')
  get(@Param('id') id: string): Promise<TaskView> {
    return this.#tasks.get(id);
  }

  @Patch(':id')
  @DocumentParameters()
  @ApiOperation({
    summary: 'Change the priority of a task',
    description: 'A task that waits moves in the queue; one that works keeps what it has.',
  })
  @ApiParam(taskIdParam)
  @ApiResponse({ status: 200, description: 'The task with its new priority.', standardSchema: taskSummarySchema })
  @problemResponse(404, 'No such task.')
  @problemResponse(409, 'The task has ended already.')
  @problemResponse(422, 'A field is wrong.')
  @problemResponse(503, 'Temporal or its workers cannot be reached; the request may be repeated.')
  change(
    @Param('id') id: string,
    @Body({ schema: taskChangeSchema }) { priority }: TaskChange,
  ): Promise<TaskSummaryView> {
    return this.#tasks.reprioritise(id, priority);
  }

  @Post(':id/cancel')
  @HttpCode(202)
  @DocumentParameters()
  @ApiOperation({ summary: 'Cancel a task', description: 'Its work is stopped and its staging deployment torn down.' })
  @ApiParam(taskIdParam)
  @ApiResponse({ status: 202, description: 'The task is asked to end.', standardSchema: cancellingSchema })
  @problemResponse(404, 'No such task.')
  @problemResponse(409, 'The task has ended already.')
  @problemResponse(422, 'A field is wrong.')
  @problemResponse(503, 'Temporal cannot be reached.')
  cancel(@Param('id') id: string, @Body({ schema: cancelSchema }) { reason }: CancelBody): Promise<CancellingTask> {
    return this.#tasks.cancel(id, reason);
  }
}
