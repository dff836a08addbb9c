import { Controller, Get, Headers, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DocumentParameters } from '../http/document-parameters.ts';
import { REPORT_REF } from '../openapi-refs.ts';
import { problemResponse } from '../problem/problem.docs.ts';
import { REPORTS } from '../tokens.ts';
import { reportMarkdown } from './markdown/report-markdown.ts';
import { reportQuerySchema, type ReportRequest, type SystemReport } from '../../contract/report.ts';
import type { ReportsService } from './reports.service.ts';

/** Reports for people, and for programs that pass them on. */
@ApiTags('health')
@Controller('api/reports')
export class ReportsController {
  readonly #reports: Pick<ReportsService, 'health'>;

  constructor(@Inject(REPORTS) reports: Pick<ReportsService, 'health'>) {
    this.#reports = reports;
  }

  @Get('health')
  @DocumentParameters()
  @ApiOperation({
    summary: 'A report on the health of the system',
    description:
      'Score, status, tasks, phases, agents, uptime, costs, failures and alerts over the last hours. What cannot be found ' +
      'out is null, and named under “unknown”.',
  })
  @ApiResponse({
    status: 200,
    description: 'The report.',
    content: {
      'application/json': { schema: { $ref: REPORT_REF } },
      'text/markdown': { schema: { type: 'string' } },
    },
  })
  @problemResponse(422, 'A query parameter is wrong.')
  @problemResponse(503, 'Neither the database nor a sample of health says anything.')
  async health(
    @Query({ schema: reportQuerySchema }) { format, hours }: ReportRequest,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SystemReport | string> {
    const report = await this.#reports.health(hours);
    reply.header('vary', 'accept');
    if ((format ?? (wantsMarkdown(accept) ? 'markdown' : 'json')) === 'json') return report;
    reply.header('content-type', 'text/markdown; charset=utf-8');
    return reportMarkdown(report);
  }
}

/** Whether an Accept header names Markdown, and does not like JSON better. */
function wantsMarkdown(accept: string | undefined): boolean {
  const markdown = quality(accept, 'text/markdown');
  return markdown > 0 && markdown >= quality(accept, 'application/json');
}

/** The weight (0 to 1) that the header gives a media type it names; 0 when it does not (RFC 9110, 12.5.1). */
function quality(accept: string | undefined, type: string): number {
  for (const range of (accept ?? '').split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (name !== type) continue;
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return weight === undefined ? 1 : Number(weight) || 0;
  }
  return 0;
}
