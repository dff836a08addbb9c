import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentAction } from '../../../src/domain/phase.ts';

/** One line that a scripted agent wrote of itself: a call's begin, its end, and what it did in between. */
export interface JournalEntry {
  /** Ms since the epoch. */
  readonly at: number;
  readonly what: 'begin' | 'end' | 'failed' | 'hang' | 'effect' | 'child';
  readonly task: string;
  readonly action: AgentAction;
  readonly round: number;
  /** The idempotency key. */
  readonly key: string;
  /** From 1: how often the agent was called under the key. */
  readonly call: number;
  readonly token: number;
  readonly run: string;
  readonly workspace: string;
  /** Of a child: its process. */
  readonly child?: number;
}

/** All that the agents of a ground have written so far. */
export async function readJournal(directory: string): Promise<readonly JournalEntry[]> {
  const text = await readFile(join(directory, 'journal.jsonl'), 'utf8').catch(() => '');
  // What follows the last line break is still being written.
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as JournalEntry);
}

/** The calls that have begun and not ended, as far as the agents could say. */
export function openCalls(journal: readonly JournalEntry[]): readonly JournalEntry[] {
  const name = ({ key, call }: JournalEntry): string => `${key}/${call}`;
  const over = new Set(journal.filter(({ what }) => what === 'end' || what === 'failed').map(name));
  return journal.filter((entry) => entry.what === 'begin' && !over.has(name(entry)));
}
