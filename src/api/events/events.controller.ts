import { Controller, Headers, Inject, Ip, type MessageEvent, Param, Sse, SseSignal } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { taskEventSchemas } from '../../contract/task/task.ts';
import { EVENTS } from '../tokens.ts';
import { taskIdParam } from '../tasks/tasks.docs.ts';
import { problemResponse } from '../problem/problem.docs.ts';
import type { EventsService } from './events.service.ts';

const EVENT = {
  type: 'object',
  required: ['event', 'id', 'data'],
  properties: {
    event: { type: 'string', enum: Object.keys(taskEventSchemas) },
    id: { type: 'string', description: 'Of a state of the task; given back as Last-Event-ID.' },
    data: { type: 'string', description: 'JSON: the whole task in a state, its id and status at the end.' },
  },
};

/** Live events of a task. */
@ApiTags('tasks')
@Controller('api/tasks')
export class EventsController {
  readonly #events: EventsService;

  constructor(@Inject(EVENTS) events: EventsService) {
    this.#events = events;
  }

  @Sse(':id/events')
  @ApiOperation({
    summary: 'Follow a task',
    description:
      'Server-sent events: `state` with the whole task on every change, `end` when the task has ended. ' +
      'A client that reconnects with Last-Event-ID does not get the state again that it has.',
  })
  @ApiParam(taskIdParam)
  @ApiResponse({
    status: 200,
    description: 'A stream of events; the schema is that of each.',
    content: { 'text/event-stream': { schema: EVENT } },
  })
  @problemResponse(404, 'No such task.')
  @problemResponse(429, 'Too many streams are open from this address; Retry-After says when to try again.')
  @problemResponse(503, 'Temporal cannot be reached, or too many streams are open.')
  open(
    @Param('id') id: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Ip() client: string,
    @SseSignal() gone: AbortSignal,
  ): Promise<Observable<MessageEvent>> {
    return this.#events.open(id, { client, lastEventId, gone });
  }
}
