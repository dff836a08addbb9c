import { expect, it } from 'vitest';
import { memoryLog } from '../../tests/support/memory-log.ts';
import { saysRefusals } from './refusal-log.ts';

it('a page that is refused over and over again leaves a line a minute', () => {
  const { log, lines } = memoryLog();
  let now = 0;
  const say = saysRefusals(log, () => now);
  const request = { method: 'POST', socket: { remoteAddress: '127.0.0.1' } };
  for (let time = 0; time <= 120_000; time += 1_000) {
    now = time;
    say({ status: 403, kind: 'page-refused', detail: 'no' }, request);
  }
  say({ status: 403, kind: 'host-refused', detail: 'never' }, request);
  expect(
    lines().map(({ context, message }) => [(context as { refused_since_last: number }).refused_since_last, message]),
  ).toEqual([
    [0, 'a request was refused: no'],
    [59, 'a request was refused: no'],
    [59, 'a request was refused: no'],
    [0, 'a request was refused: never'],
  ]);
});
