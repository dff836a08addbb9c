import { expect, it } from 'vitest';
import { judgeBlocks } from './blocks.ts';

const line = (
  block_ms: number,
  used_ms: number,
  message = 'The event loop stood still: nothing else was done',
): string => JSON.stringify({ message, context: { block_ms, used_ms } });
const atEnd = (block_ms: number, used_ms: number): string =>
  line(block_ms, used_ms, 'The longest time for which the event loop stood still');
const log = (name: string, lines: readonly string[], wasFrozen = false) => ({
  ...{ name, wasFrozen },
  text: ['{"message":"Started"}', ...lines, 'not JSON', ''].join('\n'),
});

it('a process tells its longest block, also one that is short', () => {
  expect(judgeBlocks([log('api', [atEnd(85, 80)]), log('worker-1', [atEnd(9, 1), atEnd(120, 30)])], 'full')).toEqual({
    blocks: [
      { process: 'api', block_ms: 85, used_ms: 80 },
      { process: 'worker-1', block_ms: 120, used_ms: 30 },
    ],
    broken: [],
    late: [],
  });
});

it('a block that used its time is broken in the full form, and late in the short one', () => {
  const logs = [log('api', [line(900, 10), line(310, 300), atEnd(900, 10)])];
  const found = 'the event loop of api stood still for 310 ms, of which it used 300 ms';
  expect(judgeBlocks(logs, 'full')).toMatchObject({ broken: [found], late: [], blocks: [{ block_ms: 900 }] });
  expect(judgeBlocks(logs, 'short')).toMatchObject({ broken: [], late: [found] });
});

it('a block in which a process waited is late', () => {
  expect(judgeBlocks([log('api', [line(400, 60)])], 'full')).toMatchObject({
    ...{ broken: [], late: ['the event loop of api stood still for 400 ms, of which it used 60 ms'] },
  });
});

it('a process that was frozen is judged by what it used', () => {
  expect(judgeBlocks([log('worker-1', [line(20_000, 5)], true)], 'full')).toEqual({ blocks: [], broken: [], late: [] });
  expect(judgeBlocks([log('worker-1', [line(400, 390)], true)], 'full').broken).toHaveLength(1);
});

it('a process that was killed before it could tell has no block', () => {
  expect(judgeBlocks([log('worker-1', [])], 'full')).toEqual({ blocks: [], broken: [], late: [] });
});
