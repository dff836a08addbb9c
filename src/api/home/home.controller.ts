import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HOME } from '../tokens.ts';
import { renderHomePage } from './home-page.ts';
import { HOME_POLICY } from './home-style.ts';
import type { HomeService } from './home.service.ts';

/** The page at the root, for whoever opens the API's address in a browser. */
@ApiTags('health')
@Controller()
export class HomeController {
  readonly #home: HomeService;

  constructor(@Inject(HOME) home: HomeService) {
    this.#home = home;
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', HOME_POLICY)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'A page to begin with', description: 'What this is, how it is, and where to look further.' })
  @ApiResponse({ status: 200, description: 'The page.', content: { 'text/html': { schema: { type: 'string' } } } })
  async page(): Promise<string> {
    return renderHomePage(await this.#home.view());
  }
}
