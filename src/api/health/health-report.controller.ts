import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HEALTH_WATCH } from '../tokens.ts';
import { type HealthReport, healthReportSchema } from './health-report.schema.ts';
import type { HealthWatch } from './health-watch.ts';

/** Health by checks. */
@ApiTags('health')
@Controller('api/health')
export class HealthReportController {
  readonly #watch: Pick<HealthWatch, 'report'>;

  constructor(@Inject(HEALTH_WATCH) watch: Pick<HealthWatch, 'report'>) {
    this.#watch = watch;
  }

  @Get()
  @ApiOperation({
    summary: 'How the system is, check by check',
    description:
      'Pools, quality of work, resources, latency, Temporal, database, workers and agents by the samples of the last ' +
      'hour, one in 15 s; and what to change.',
  })
  @ApiResponse({ status: 200, description: 'The checks.', standardSchema: healthReportSchema })
  report(): HealthReport {
    const { as_of, checks, recommendations, status } = this.#watch.report();
    return {
      status,
      as_of: as_of === undefined ? null : new Date(as_of).toISOString(),
      checks: [...checks],
      recommendations: [...recommendations],
    };
  }
}
