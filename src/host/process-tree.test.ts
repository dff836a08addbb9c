import { describe, expect, it } from 'vitest';
import type { ProcessRow } from './process-table.ts';
import { membersOf } from './process-tree.ts';

function row(pid: number, parent: number, group = pid, session = group, marked = false): ProcessRow {
  return { pid, parent, group, session, marked };
}

function pids(rows: readonly ProcessRow[], leaders: Set<number>): number[] {
  return membersOf(rows, leaders).map(({ pid }) => pid);
}

describe('the members of a process tree', () => {
  it('are the group, its descendants in other groups, and what carries the marker', () => {
    const rows = [row(1, 0), row(10, 1), row(11, 10, 10), row(12, 11), row(20, 1, 20, 20, true), row(30, 1)];
    expect(pids(rows, new Set([10])).sort()).toEqual([10, 11, 12, 20]);
  });

  it('are found when a child stands before its parent in the table', () => {
    expect(pids([row(12, 11), row(11, 10), row(10, 1)], new Set([10])).sort()).toEqual([10, 11, 12]);
  });

  it('include the members of a group whose leader was seen before it died', () => {
    const leaders = new Set([10]);
    membersOf([row(10, 1), row(12, 10)], leaders);
    expect(pids([row(13, 1, 12), row(30, 1)], leaders)).toEqual([13]);
  });

  it('never include this process', () => {
    expect(pids([row(process.pid, 10, 10)], new Set([10]))).toEqual([]);
  });
});
