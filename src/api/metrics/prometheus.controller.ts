import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PROMETHEUS } from '../tokens.ts';
import { CONTENT_TYPE, type PrometheusService } from './prometheus.service.ts';

/** Metrics for Prometheus. */
@ApiTags('health')
@Controller('metrics')
export class PrometheusController {
  readonly #prometheus: PrometheusService;

  constructor(@Inject(PROMETHEUS) prometheus: PrometheusService) {
    this.#prometheus = prometheus;
  }

  @Get()
  @Header('content-type', CONTENT_TYPE)
  @ApiProduces(CONTENT_TYPE)
  @ApiOperation({ summary: 'Metrics for Prometheus', description: 'Of this process and of the pools.' })
  @ApiResponse({ status: 200, description: 'The metrics in Prometheus’s text format.', schema: { type: 'string' } })
  text(): Promise<string> {
    return this.#prometheus.text();
  }
}
