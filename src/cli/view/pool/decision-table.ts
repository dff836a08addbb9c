import type { Ansis } from 'ansis';
import type { PoolDecisions } from '../../../contract/pool/pool.ts';
import { moment } from '../moment.ts';
import { type Column, table } from '../table.ts';

const columns: readonly Column<PoolDecisions['decisions'][number]>[] = [
  { title: 'TIME', text: ({ at }) => moment(at) },
  { title: 'ACTION', text: ({ action }) => action },
  { title: 'LEASES', align: 'right', text: ({ from_size, to_size }) => `${from_size} → ${to_size}` },
  { title: 'REASON', text: ({ reason }) => reason },
];

/** What a pool decided, newest first, and how many leases it allowed before and after. */
export function decisionTable({ decisions }: PoolDecisions, colours: Ansis, width: number): readonly string[] {
  return decisions.length === 0
    ? ['No decisions yet.']
    : table(columns, decisions, { colours, width, last: { lines: Infinity } });
}
