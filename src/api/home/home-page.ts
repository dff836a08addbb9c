import { duration } from '../../domain/duration.ts';
import type { CheckStatus } from '../../domain/health/check.ts';
import type { Health, HealthReport } from '../../contract/health.ts';
import { HEALTH_TONES, type Tone } from '../../domain/statuses.ts';
import { HOME_STYLE } from './home-style.ts';
import { html, Markup } from './html.ts';

/** What the page shows. */
export interface HomeView {
  readonly version: string;
  readonly health: Health;
  /** How the system is by all checks, and how many of them there are of each status. */
  readonly status: HealthReport['status'];
  readonly checks: Readonly<Record<CheckStatus, number>>;
  readonly projects: number;
  /** The address of Temporal's Web UI, where it is known. */
  readonly temporalUi: string | undefined;
}

/** In one piece, for the page's policy names the hash of what stands between the tags. */
const STYLE = new Markup(`<style>${HOME_STYLE}</style>`);

type Mood = 'good' | 'warn' | 'bad' | '';

const MOODS: Readonly<Record<Tone, Mood>> = { idle: '', active: '', good: 'good', warning: 'warn', bad: 'bad' };

const COMMANDS = [
  [`submit 'Open "/". I see "Sale".'`, 'hands in a feature'],
  ['list', 'shows the tasks, newest first'],
  ['watch <task_id>', 'follows a task to its end'],
  ['health', 'says what is wrong and what to change'],
  ['pool', 'shows who works and who waits'],
  ['agents', 'shows which agents are not well, and why'],
  ['dlq list', 'lists the tasks that wait for a decision'],
] as const;

/** The page at the API's root: what this is, how it is, and where one goes from here. */
export function renderHomePage(view: HomeView): string {
  const { version, projects, temporalUi } = view;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Chimera</title>
        <link rel="icon" href="data:," />
        ${STYLE}
      </head>
      <body>
        <header>
          <h1>Chimera</h1>
          <p>Takes a feature, in Gherkin or plain sentences, to a change that is proven on staging.</p>
          <p class="soft">
            Version ${version}, ${projects} ${projects === 1 ? 'project' : 'projects'}, up for
            ${duration(view.health.uptime * 1_000)}. These figures are of when the page was loaded.
          </p>
        </header>
        <main>
          <dl>${figures(view)}</dl>
          <h2>Look further</h2>
          <ul>
            ${links(temporalUi)}
          </ul>
          <h2>On the command line</h2>
          <ul>
            ${COMMANDS.map(([command, does]) => html`<li><code>chimera ${command}</code> <span>${does}</span></li>`)}
          </ul>
          <p class="soft">In a checkout it is <code>npm run -s chimera -- &lt;command&gt;</code>.</p>
        </main>
      </body>
    </html> `.text;
}

function figures({ health, status, checks }: HomeView): readonly Markup[] {
  const all = Object.values(checks).reduce((sum, count) => sum + count, 0);
  const counts: readonly (readonly [string, string | number, Mood])[] = [
    ['System', status, MOODS[HEALTH_TONES[status]]],
    ['Checks that pass', all === 0 ? 'no sample yet' : `${checks.pass} of ${all}`, ''],
    ['Tasks running', health.tasks_running ?? 'unknown', ''],
    ['Tasks queued', health.tasks_queued ?? 'unknown', ''],
    ['Tasks completed', health.tasks_completed ?? 'unknown', ''],
    ['Tasks failed', health.tasks_failed ?? 'unknown', ''],
    ['Temporal', health.temporal, health.temporal === 'up' ? 'good' : 'bad'],
    ['Database', health.store, health.store === 'up' ? 'good' : 'bad'],
  ];
  return counts.map(
    ([title, value, mood]) =>
      html`<div>
        <dt>${title}</dt>
        <dd class="${mood}">${value}</dd>
      </div>`,
  );
}

function links(temporalUi: string | undefined): readonly Markup[] {
  const own = [
    ['/api/docs', 'The API', 'to be read and tried'],
    ['/api/docs-json', 'OpenAPI', 'its document, for programs'],
    ['/api/health', 'Health', 'check by check, with what to change'],
    ['/api/reports/health?format=markdown', 'Report', 'how the last 24 hours went'],
    ['/metrics', 'Metrics', 'for Prometheus'],
  ] as const;
  const ui = temporalUi !== undefined && /^https?:\/\//i.test(temporalUi) ? temporalUi : undefined;
  return [
    ...own.map(([href, title, says]) => html`<li><a href="${href}">${title}</a> <span>${says}</span></li>`),
    ...(ui === undefined
      ? []
      : [html`<li><a href="${ui}">Temporal Web UI</a> <span>every task as a workflow, step by step</span></li>`]),
  ];
}
