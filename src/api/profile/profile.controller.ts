import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DocumentParameters } from '../http/document-parameters.ts';
import { problemResponse } from '../problem/problem.docs.ts';
import { taskIdParam } from '../tasks/tasks.docs.ts';
import { PROFILE } from '../tokens.ts';
import {
  bottlenecksSchema,
  type BottlenecksView,
  profileQuerySchema,
  type ProfileRequest,
  taskProfileSchema,
  type TaskProfileView,
} from '../../contract/profile.ts';
import type { ProfileService } from './profile.service.ts';

/** What tasks spend their time on. */
@ApiTags('profile')
@Controller('api')
export class ProfileController {
  readonly #profile: ProfileService;

  constructor(@Inject(PROFILE) profile: ProfileService) {
    this.#profile = profile;
  }

  @Get('tasks/:id/profile')
  @ApiOperation({
    summary: 'What a task spent its time on',
    description:
      'By phase and round: the agent, the hand-over to it, its circuit breaker, waits between attempts, the rest.',
  })
  @ApiParam(taskIdParam)
  @ApiResponse({ status: 200, description: 'What was measured so far.', standardSchema: taskProfileSchema })
  @problemResponse(404, 'No such task.')
  @problemResponse(503, 'The database does not answer, or nothing was measured and Temporal cannot be reached.')
  ofTask(@Param('id') id: string): Promise<TaskProfileView> {
    return this.#profile.ofTask(id);
  }

  @Get('profile')
  @DocumentParameters()
  @ApiOperation({
    summary: 'What all tasks spent their time on',
    description: 'Sections of phases over a span of time, of one project if named, the most expensive first.',
  })
  @ApiResponse({ status: 200, description: 'The ranking.', standardSchema: bottlenecksSchema })
  @problemResponse(422, 'A query parameter is wrong.')
  @problemResponse(503, 'The database does not answer.')
  bottlenecks(@Query({ schema: profileQuerySchema }) query: ProfileRequest): Promise<BottlenecksView> {
    return this.#profile.bottlenecks(query);
  }
}
