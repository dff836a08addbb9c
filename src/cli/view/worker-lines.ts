import { heartbeatTrouble } from '../../domain/heartbeat/trouble.ts';
import type { WorkerView, Workers } from '../../contract/worker.ts';
import {
  ageWords,
  doingLabel,
  heartbeatChangeColumns,
  heartbeatReason,
  stateWord,
  uptimeWords,
} from './heartbeat-words.ts';
import { labelled } from './labelled.ts';
import { type ListDrawing, reasonLines } from './list-drawing.ts';
import { rollLines } from './roll.ts';
import { type Column, table } from './table.ts';
import { wrap } from '../../text/wrap.ts';

const common: readonly Column<WorkerView>[] = [
  { title: 'WORKER', cut: 'name', text: ({ name }) => name },
  { title: 'STATE', text: ({ heartbeat }) => stateWord(heartbeat) },
  { title: 'HEARD', align: 'right', text: ({ heartbeat }) => ageWords(heartbeat) },
  { title: 'UPTIME', leave: 2, align: 'right', text: ({ heartbeat }) => uptimeWords(heartbeat) },
  { title: 'PROCESS', cut: 'name', leave: 1, text: ({ id }) => id },
];

const troubled: readonly Column<WorkerView>[] = [
  ...common,
  { title: 'WHY', text: ({ heartbeat }) => `${heartbeatReason(heartbeat) ?? ''}; ${doingLabel(heartbeat)}` },
];

const others: readonly Column<WorkerView>[] = [
  ...common,
  { title: 'DOES', cut: 'end', text: ({ heartbeat }) => doingLabel(heartbeat) },
];

/** The workers: how many are well, which are not and why, and the others where they are few or all are wanted. */
export function workerLines({ workers, note }: Workers, drawing: ListDrawing): readonly string[] {
  const warning = note === null ? [] : [drawing.colours.yellow(note)];
  if (workers.length === 0) return note === null ? ['No worker is known.'] : warning;
  const trouble = ({ heartbeat }: WorkerView): number | undefined => heartbeatTrouble(heartbeat.state);
  return [...warning, ...rollLines({ one: 'worker', members: workers, trouble, troubled, others }, drawing)];
}

/** One worker: how it stands and why, what it does, and its last changes. */
export function workerPanel({ id, name, heartbeat }: WorkerView, drawing: ListDrawing): readonly string[] {
  const { colours, width, all } = drawing;
  const row = (label: string, text: string): readonly string[] => labelled(label, text, drawing);
  const reason = heartbeatReason(heartbeat);
  const changes = heartbeat.transitions.slice(0, all ? undefined : 10);
  return [
    ...wrap(name, width - 2).map((line) => `  ${colours.bold(line)}`),
    '',
    ...row('state', `${stateWord(heartbeat)}, heard ${ageWords(heartbeat)} ago, up ${uptimeWords(heartbeat)}`),
    ...(reason === undefined ? [] : row('why', reason).map((line) => colours.red(line))),
    ...row('doing', doingLabel(heartbeat)),
    ...row('process', id),
    ...(changes.length === 0
      ? []
      : ['', ...table(heartbeatChangeColumns, changes, { colours, width, last: reasonLines(drawing) })]),
  ];
}
