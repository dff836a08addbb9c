import { Controller, Get, Header, Inject, Param, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { problemResponse } from '../problem/problem.docs.ts';
import { taskIdParam } from '../tasks/tasks.docs.ts';
import { ARTIFACTS } from '../tokens.ts';
import { type ArtifactList, artifactListSchema } from '../../contract/artifact.ts';
import type { ArtifactsService } from './artifacts.service.ts';
import { ARTIFACT_POLICY } from './content-headers.ts';

/** The evidence of a task: the generated test, reports, screenshots, traces, logs. */
@ApiTags('artifacts')
@Controller('api/tasks')
export class ArtifactsController {
  readonly #artifacts: ArtifactsService;

  constructor(@Inject(ARTIFACTS) artifacts: ArtifactsService) {
    this.#artifacts = artifacts;
  }

  @Get(':id/artifacts')
  @ApiOperation({ summary: 'List the evidence of a task' })
  @ApiParam(taskIdParam)
  @ApiResponse({ status: 200, description: 'What there is so far.', standardSchema: artifactListSchema })
  @problemResponse(404, 'No such task.')
  @problemResponse(503, 'Temporal cannot be reached.')
  list(@Param('id') id: string): Promise<ArtifactList> {
    return this.#artifacts.list(id);
  }

  @Get(':id/artifacts/*')
  @Header('Content-Security-Policy', ARTIFACT_POLICY)
  @ApiOperation({ summary: 'Read one file of the evidence' })
  @ApiParam(taskIdParam)
  @ApiParam({ name: 'path', description: 'The path of the artifact, slashes included.', schema: { type: 'string' } })
  @ApiResponse({
    status: 200,
    description: 'The file, in its own media type.',
    content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
  })
  @problemResponse(404, 'No such task or file.')
  file(@Param('id') id: string, @Param('*') path: string): Promise<StreamableFile> {
    return this.#artifacts.file(id, path);
  }
}
