import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HEALTH_REPORT } from '../tokens.ts';
import { type HealthReport, healthReportSchema } from '../../contract/health.ts';
import type { HealthReportService } from './health-report.service.ts';

/** Health by checks. */
@ApiTags('health')
@Controller('api/health')
export class HealthReportController {
  readonly #health: HealthReportService;

  constructor(@Inject(HEALTH_REPORT) health: HealthReportService) {
    this.#health = health;
  }

  @Get()
  @ApiOperation({
    summary: 'How the system is, check by check',
    description:
      'Pools, quality of work, resources, latency, Temporal, database, workers and agents by the samples of the last ' +
      'hour, one in 15 s; what to change, and what was done by itself.',
  })
  @ApiResponse({ status: 200, description: 'The checks.', standardSchema: healthReportSchema })
  report(): Promise<HealthReport> {
    return this.#health.report();
  }
}
