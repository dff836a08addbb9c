import { expect, it } from 'vitest';
import { judgeBlocks } from './blocks.ts';

const STILL = 'The event loop stood still: nothing else was done meanwhile';
const AT_END = 'The longest time for which the event loop stood still';

const line = (block_ms: number, used_ms: number, waited_ms = 0, message = STILL): string =>
  JSON.stringify({ message, context: { block_ms, used_ms, waited_ms } });
const log = (name: string, lines: readonly string[], wasFrozen = false) => ({
  ...{ name, wasFrozen },
  text: ['{"message":"Started"}', ...lines, 'not JSON', ''].join('\n'),
});

it('a process tells its longest block, also one that is short', () => {
  const logs = [
    log('api', [line(85, 80, 0, AT_END)]),
    log('worker-1', [line(9, 1, 0, AT_END), line(120, 30, 60, AT_END)]),
  ];
  expect(judgeBlocks(logs, 'full')).toEqual({
    blocks: [
      { process: 'api', block_ms: 85, used_ms: 80, waited_ms: 0 },
      { process: 'worker-1', block_ms: 120, used_ms: 30, waited_ms: 60 },
    ],
    broken: [],
    late: [],
  });
});

it('a block that is Chimera’s own is broken in the full form, and late in the short one', () => {
  const logs = [log('api', [line(900, 10, 890), line(310, 300, 5), line(900, 10, 890, AT_END)])];
  const found = 'the event loop of api stood still for 310 ms; it used 300 ms of that and got no processor for 5 ms';
  expect(judgeBlocks(logs, 'full')).toMatchObject({ broken: [found], late: [], blocks: [{ block_ms: 900 }] });
  expect(judgeBlocks(logs, 'short')).toMatchObject({ broken: [], late: [found] });
});

it('a block in which it waited is late', () => {
  expect(judgeBlocks([log('api', [line(400, 60, 300)])], 'full')).toMatchObject({
    broken: [],
    late: ['the event loop of api stood still for 400 ms; it used 60 ms of that and got no processor for 300 ms'],
  });
});

it('a process that was frozen is judged by what it used', () => {
  expect(judgeBlocks([log('worker-1', [line(20_000, 5)], true)], 'full')).toEqual({ blocks: [], broken: [], late: [] });
  expect(judgeBlocks([log('worker-1', [line(400, 390)], true)], 'full').broken).toHaveLength(1);
});

it('a process that was killed before it could tell has no block', () => {
  expect(judgeBlocks([log('worker-1', [])], 'full')).toEqual({ blocks: [], broken: [], late: [] });
});
