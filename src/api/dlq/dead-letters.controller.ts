import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, type ApiParamOptions, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DocumentParameters } from '../http/document-parameters.ts';
import { problemResponse } from '../problem/problem.docs.ts';
import { DEAD_LETTERS } from '../tokens.ts';
import {
  type AnnotationBody,
  annotationSchema,
  type BulkBody,
  bulkDiscardSchema,
  bulkRequeueSchema,
  type DeadLetterRequest,
  deadLetterQuerySchema,
  type DiscardBody,
  discardSchema,
  type GroupsRequest,
  groupsQuerySchema,
  type RequeueBody,
  requeueSchema,
} from '../../contract/dead-letter/requests.ts';
import {
  type BulkOutcome,
  bulkSchema,
  type DeadLetterGroups,
  deadLetterPageSchema,
  type DeadLetterPageView,
  type DeadLetterView,
  deadLetterViewSchema,
  groupsSchema,
} from '../../contract/dead-letter/dead-letter.ts';
import type { DeadLettersService } from './dead-letters.service.ts';

const idParam: ApiParamOptions = {
  name: 'id',
  description: 'The id of the dead letter.',
  example: 'chimera-0123456789ab-1',
  schema: { type: 'string', pattern: '^chimera-[0-9a-f]{12}-[1-9][0-9]*$' },
};

const ENTRY = { status: 200, description: 'The dead letter now.', standardSchema: deadLetterViewSchema };
const BULK = { status: 200, description: 'What it did, or would do.', standardSchema: bulkSchema };
const BULK_RULES =
  'With dry_run it only counts. Otherwise it goes through 500 entries at most, and names every refusal.';

/** The dead letter queue: list, look, note, requeue, discard; one or many. */
@ApiTags('dead letters')
@Controller('api/dlq')
@problemResponse(422, 'A field or a query parameter is wrong.')
@problemResponse(503, 'The records, Temporal or its workers cannot be reached; the request may be repeated.')
export class DeadLettersController {
  readonly #letters: DeadLettersService;

  constructor(@Inject(DEAD_LETTERS) letters: DeadLettersService) {
    this.#letters = letters;
  }

  @Get()
  @DocumentParameters()
  @ApiOperation({
    summary: 'List dead letters, newest first',
    description: 'From their records, which may lag a moment.',
  })
  @ApiResponse({ status: 200, description: 'One page.', standardSchema: deadLetterPageSchema })
  list(@Query({ schema: deadLetterQuerySchema }) query: DeadLetterRequest): Promise<DeadLetterPageView> {
    return this.#letters.list(query);
  }

  @Get('groups')
  @DocumentParameters()
  @ApiOperation({ summary: 'Group parked entries by their error', description: 'The largest group first.' })
  @ApiResponse({ status: 200, description: 'The groups.', standardSchema: groupsSchema })
  groups(@Query({ schema: groupsQuerySchema }) query: GroupsRequest): Promise<DeadLetterGroups> {
    return this.#letters.groups(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Look at a dead letter', description: 'A parked one is asked of its workflow.' })
  @ApiParam(idParam)
  @ApiResponse(ENTRY)
  @problemResponse(404, 'No such dead letter.')
  get(@Param('id') id: string): Promise<DeadLetterView> {
    return this.#letters.get(id);
  }

  @Patch(':id')
  @DocumentParameters()
  @ApiOperation({ summary: 'Note whether it was investigated, and what came of it' })
  @ApiParam(idParam)
  @ApiResponse(ENTRY)
  @problemResponse(404, 'No such dead letter.')
  @problemResponse(409, 'It is not parked any more.')
  annotate(@Param('id') id: string, @Body({ schema: annotationSchema }) note: AnnotationBody): Promise<DeadLetterView> {
    return this.#letters.annotate(id, note);
  }

  @Post('requeue')
  @HttpCode(200)
  @DocumentParameters()
  @ApiOperation({ summary: 'Requeue many', description: BULK_RULES })
  @ApiResponse(BULK)
  requeueMany(@Body({ schema: bulkRequeueSchema }) body: BulkBody): Promise<BulkOutcome> {
    return this.#letters.decideMany('requeue', body);
  }

  @Post('discard')
  @HttpCode(200)
  @DocumentParameters()
  @ApiOperation({ summary: 'Discard many', description: BULK_RULES })
  @ApiResponse(BULK)
  discardMany(@Body({ schema: bulkDiscardSchema }) body: BulkBody): Promise<BulkOutcome> {
    return this.#letters.decideMany('discard', body);
  }

  @Post(':id/requeue')
  @HttpCode(200)
  @DocumentParameters()
  @ApiOperation({ summary: 'Requeue a task', description: 'It goes on from the phase that failed, with new retries.' })
  @ApiParam(idParam)
  @ApiResponse(ENTRY)
  @problemResponse(404, 'No such dead letter.')
  @problemResponse(409, 'It was decided already; the answer says how and when.')
  requeue(@Param('id') id: string, @Body({ schema: requeueSchema }) body: RequeueBody): Promise<DeadLetterView> {
    return this.#letters.decide('requeue', id, body);
  }

  @Post(':id/discard')
  @HttpCode(200)
  @DocumentParameters()
  @ApiOperation({ summary: 'Discard a task', description: 'It ends as discarded.' })
  @ApiParam(idParam)
  @ApiResponse(ENTRY)
  @problemResponse(404, 'No such dead letter.')
  @problemResponse(409, 'It was decided already; the answer says how and when.')
  discard(@Param('id') id: string, @Body({ schema: discardSchema }) body: DiscardBody): Promise<DeadLetterView> {
    return this.#letters.decide('discard', id, body);
  }
}
