import type { Ansis } from 'ansis';
import { fineDuration } from '../../domain/duration.ts';
import type { BottlenecksView, TaskProfileView } from '../../contract/profile.ts';
import { moment } from './moment.ts';
import { bar } from '../../domain/report/bar.ts';
import { type Column, table } from './table.ts';

interface Line {
  readonly where: string;
  readonly section: string;
  readonly ms: number;
  readonly share: number;
}

/** Characters of a bar, so that a line fits in 100. */
const BAR_CELLS = 10;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const COLUMNS: readonly Column<Line>[] = [
  { title: 'PHASE', text: ({ where }) => where },
  { title: 'SECTION', text: ({ section }) => section },
  { title: 'TIME', align: 'right', text: ({ ms }) => fineDuration(ms) },
  { title: 'SHARE', align: 'right', text: ({ share }) => percent(share) },
  { title: '', leave: 1, text: ({ share }) => bar(share, BAR_CELLS) },
];

const RANKING: readonly Column<BottlenecksView['bottlenecks'][number]>[] = [
  { title: 'PHASE', text: ({ phase }) => phase },
  { title: 'SECTION', text: ({ section }) => section },
  { title: 'COUNT', leave: 2, align: 'right', text: ({ count }) => String(count) },
  { title: 'MEAN', align: 'right', text: ({ mean_ms }) => fineDuration(mean_ms) },
  { title: 'P95', align: 'right', text: ({ p95_ms }) => fineDuration(p95_ms) },
  { title: 'TOTAL', align: 'right', text: ({ total_ms }) => fineDuration(total_ms) },
  { title: 'SHARE', align: 'right', text: ({ share }) => percent(share) },
  { title: '', leave: 1, text: ({ share }) => bar(share, BAR_CELLS) },
];

/** What a task spent its time on, a line a section of each phase and round. */
export function taskProfileLines(profile: TaskProfileView, colours: Ansis, width: number): readonly string[] {
  if (profile.phases.length === 0) return [nothing(profile.enabled, 'of this task')];
  const lines = profile.phases.flatMap(({ phase, round, attempts, sections }) =>
    sections
      .filter(({ ms }) => ms > 0)
      .map(({ section, ms, share }, index): Line => {
        const where = [phase, round > 1 ? `round ${round}` : '', attempts > 1 ? `${attempts} attempts` : ''];
        return { where: index === 0 ? where.filter((part) => part !== '').join(', ') : '', section, ms, share };
      }),
  );
  const most = profile.sections.toSorted((one, other) => other.ms - one.ms)[0];
  const first = most === undefined ? '' : `, ${percent(most.share)} of it ${most.section}`;
  return [
    `${colours.bold(profile.task_id)}: ${fineDuration(profile.total_ms)} in its phases${first}`,
    ...table(COLUMNS, lines, { colours, width }),
    ...background(profile, colours),
  ];
}

/** Sections of phases, the most expensive first. */
export function bottleneckLines(found: BottlenecksView, colours: Ansis, width: number): readonly string[] {
  if (found.bottlenecks.length === 0) return [nothing(found.enabled, 'in this time')];
  return [
    `${fineDuration(found.total_ms)} in ${found.attempts} attempts from ${moment(found.from)} to ${moment(found.to)}`,
    ...table(RANKING, found.bottlenecks, { colours, width }),
    ...background(found, colours),
  ];
}

function nothing(enabled: boolean, where: string): string {
  const why = enabled ? '' : ': profiling is off (profiling.enabled, CHIMERA_PROFILING)';
  return `Nothing was measured ${where}${why}.`;
}

function background({ background_ms }: { readonly background_ms: number | null }, colours: Ansis): readonly string[] {
  if (background_ms === null) return [];
  return [colours.gray(`Besides, the database took ${fineDuration(background_ms)} for records; nobody waited for it.`)];
}
