import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HEALTH } from '../tokens.ts';
import { type Health, healthSchema } from '../../contract/health.ts';
import type { HealthService } from './health.service.ts';

/** Health at a glance. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  readonly #health: HealthService;

  constructor(@Inject(HEALTH) health: HealthService) {
    this.#health = health;
  }

  @Get()
  @ApiOperation({ summary: 'Is the system well?', description: 'Answers at once, whatever else is away.' })
  @ApiResponse({ status: 200, description: 'The health now.', standardSchema: healthSchema })
  now(): Promise<Health> {
    return this.#health.now();
  }
}
