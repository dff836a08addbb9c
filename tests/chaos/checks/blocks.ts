import { readFile } from 'node:fs/promises';
import type { Ground } from '../ground/ground.ts';
import type { Form } from '../scenario.ts';

/** A block of a process's event loop, in ms: what the loop used of a processor, and how long the host had none free for it. */
export interface LoopBlock {
  readonly process: string;
  readonly block_ms: number;
  readonly used_ms: number;
  readonly waited_ms: number;
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
 * The longest block of each process. What a loop used of a processor is Chimera's own: the full form does not let it pass. What it
 * waited for is late, and on a busy host no wonder: a program that is started has to wait for a processor as well, and Node waits for
 * its start. Of a process that was frozen it says nothing.
 */
export function judgeBlocks(logs: readonly ProcessLog[], form: Form) {
  const blocks: LoopBlock[] = [];
  const broken: string[] = [];
  const late: string[] = [];
  for (const { name, text, wasFrozen } of logs) {
    const found = blocksIn(text, name).filter((block) => !wasFrozen || ownMs(block) >= LIMIT_MS);
    const longest = mostOf(found, ({ block_ms }) => block_ms);
    const worst = mostOf(found, ownMs);
    if (longest !== undefined) blocks.push(longest);
    if (worst !== undefined && ownMs(worst) >= LIMIT_MS) (form === 'full' ? broken : late).push(described(worst));
    else if (longest !== undefined && longest.block_ms >= LIMIT_MS) late.push(described(longest));
  }
  return { blocks, broken, late };
}

function ownMs({ block_ms, used_ms }: LoopBlock): number {
  return Math.min(used_ms, block_ms);
}

function mostOf(blocks: readonly LoopBlock[], measure: (block: LoopBlock) => number): LoopBlock | undefined {
  return blocks.toSorted((one, other) => measure(other) - measure(one))[0];
}

function described({ process, block_ms, used_ms, waited_ms }: LoopBlock): string {
  const spent = `it used ${used_ms} ms of that and got no processor for ${waited_ms} ms`;
  return `the event loop of ${process} stood still for ${block_ms} ms; ${spent}`;
}

function blocksIn(log: string, process: string): readonly LoopBlock[] {
  return log.split('\n').flatMap((line) => {
    if (!line.includes('event loop stood still')) return [];
    const { context } = JSON.parse(line) as { context: Omit<LoopBlock, 'process'> };
    return [{ process, block_ms: context.block_ms, used_ms: context.used_ms, waited_ms: context.waited_ms }];
  });
}
