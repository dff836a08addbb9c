import { age } from '../../../domain/duration.ts';
import type { DeadLetterView } from '../../../contract/dead-letter/dead-letter.ts';
import { moment } from '../moment.ts';
import type { Drawing } from '../phase-row.ts';
import { cut } from '../../../text/cut.ts';
import { oneLine } from '../../../text/printable.ts';
import { featureName } from '../feature-name.ts';
import { labelled } from '../labelled.ts';

/** A dead letter as it stands: what failed and how, what was kept, what became of it. */
export function deadLetterPanel(
  entry: DeadLetterView,
  { colours, width, now }: Pick<Drawing, 'colours' | 'width' | 'now'>,
): readonly string[] {
  const { phase, retry_count, error, error_group, finished_phases, investigated, resolution } = entry;
  const row = (label: string, text: string): readonly string[] => labelled(label, text, { colours, width });
  return [
    `  ${colours.bold(cut(featureName(entry.title), width - 2))}`,
    `  ${colours.gray(cut(`${entry.id} · ${entry.project} · priority ${entry.priority}`, width - 2))}`,
    '',
    ...row('status', statusText(entry, now)),
    ...row('failed in', `${phase}, after ${retry_count} ${retry_count === 1 ? 'retry' : 'retries'}`),
    ...(entry.parked_for === 'budget'
      ? row(
          'spent',
          `see chimera spending ${entry.task_id}; raise it with chimera dlq requeue ${entry.id} --budget-usd …`,
        )
      : []),
    ...row('error', `${error.type}: ${oneLine(error.message)}`),
    ...row('group', `${error_group}: ${entry.error_pattern}`),
    ...row('finished', finished_phases.length === 0 ? 'no phase' : finished_phases.join(', ')),
    ...row('investigated', investigated ? 'yes' : 'no'),
    ...(resolution === null ? [] : row('resolution', resolution)),
    ...(entry.stale ? [colours.yellow('  The task does not answer now: this is what was recorded of it last.')] : []),
  ];
}

function statusText({ status, failed_at, decided_at, reason }: DeadLetterView, now: number): string {
  if (status === 'parked') return `parked for ${age(now - Date.parse(failed_at))}, since ${moment(failed_at)}`;
  const when = decided_at === null ? '' : ` at ${moment(decided_at)}`;
  return `${status}${when}${reason === null ? '' : `: ${reason}`}`;
}
