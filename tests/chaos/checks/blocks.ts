import { readFile } from 'node:fs/promises';
import type { Ground } from '../ground/ground.ts';
import type { Form } from '../scenario.ts';

/** The longest block of a process's event loop, in ms; `used_ms` is what the loop used of a processor meanwhile. */
export interface LongestBlock {
  readonly process: string;
  readonly block_ms: number;
  readonly used_ms: number;
}

/** No event loop may stand still for longer, in ms. */
const LIMIT_MS = 200;

/** Of which process a log is, and whether it was frozen on purpose. */
export interface ProcessLog {
  readonly name: string;
  readonly text: string;
  readonly wasFrozen: boolean;
}

/** What the event loops of a ground's processes came to; for when they have ended. */
export async function findBlocks({ apiProcess, workers }: Ground, form: Form) {
  const logs = [apiProcess, ...workers].map(async ({ name, logFile, wasFrozen }) => {
    const text = await readFile(logFile, 'utf8');
    return { name, text, wasFrozen: wasFrozen() };
  });
  return judgeBlocks(await Promise.all(logs), form);
}

/**
 * A block that used its time is Chimera's own: the full form does not let it pass. What a process waited for it may have
 * waited for because of the host, which makes it late; of one that was frozen it says nothing.
 */
export function judgeBlocks(logs: readonly ProcessLog[], form: Form) {
  const blocks: LongestBlock[] = [];
  const broken: string[] = [];
  const late: string[] = [];
  for (const { name, text, wasFrozen } of logs) {
    const found = blocksIn(text, name).filter(({ used_ms }) => !wasFrozen || used_ms >= LIMIT_MS);
    const [longest] = found.toSorted((one, other) => other.block_ms - one.block_ms);
    if (longest !== undefined) blocks.push(longest);
    const [worst] = found.toSorted((one, other) => other.used_ms - one.used_ms);
    if (worst !== undefined && Math.min(worst.used_ms, worst.block_ms) >= LIMIT_MS) {
      (form === 'full' ? broken : late).push(`the event loop of ${described(worst)}`);
    } else if (longest !== undefined && longest.block_ms >= LIMIT_MS)
      late.push(`the event loop of ${described(longest)}`);
  }
  return { blocks, broken, late };
}

function described({ process, block_ms, used_ms }: LongestBlock): string {
  return `${process} stood still for ${block_ms} ms, of which it used ${used_ms} ms`;
}

function blocksIn(log: string, process: string): readonly LongestBlock[] {
  return log.split('\n').flatMap((line) => {
    if (!line.includes('event loop stood still')) return [];
    const { context } = JSON.parse(line) as { context: { block_ms: number; used_ms: number } };
    return [{ process, block_ms: context.block_ms, used_ms: context.used_ms }];
  });
}
