import { checkSummary } from '../../domain/health/check-groups.ts';
import type { HealthService } from '../health/health.service.ts';
import type { HealthWatch } from '../health/health-watch.ts';
import type { TemporalUiPlace } from '../../contract/links.ts';
import type { HomeView } from './home-page.ts';

/** What the page is made from. */
export interface HomeSetup {
  readonly version: string;
  readonly health: Pick<HealthService, 'now'>;
  readonly watch: Pick<HealthWatch, 'report'>;
  readonly projects: number;
  readonly temporalUi: TemporalUiPlace | undefined;
}

/** Says what the page at the root shows. */
export class HomeService {
  readonly #setup: HomeSetup;

  constructor(setup: HomeSetup) {
    this.#setup = setup;
  }

  /** The view now; never rejects. */
  async view(): Promise<HomeView> {
    const { version, health, watch, projects, temporalUi } = this.#setup;
    const { status, checks } = watch.report();
    const { counts } = checkSummary(checks);
    return { version, health: await health.now(), status, checks: counts, projects, temporalUi: temporalUi?.url };
  }
}
