import { describe, expect, it } from 'vitest';
import { memoryLog } from '../../../tests/support/memory-log.ts';
import { TaskTraces } from './task-traces.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const place = { trace_id: 'trace-8448eb211c80319c', span_id: 'span-69203331' };

describe('a line about a task', () => {
  it('says its place in the trace of a task that came by, at each level', () => {
    const { log, lines } = memoryLog();
    const traces = new TaskTraces();
    const api = traces.in(log);
    traces.note({ task_id: 'chimera-0123456789ab', traceparent });
    for (const level of ['info', 'warn', 'error'] as const) {
      api[level]({ task_id: 'chimera-0123456789ab', n: 1 }, 'seen');
      expect(lines().at(-1)).toMatchObject({ level, task_id: 'chimera-0123456789ab', ...place, context: { n: 1 } });
    }
    api.info({ task_id: 'chimera-0123456789ac' }, 'unknown');
    api.info({ n: 1 }, 'about none');
    for (const line of lines().slice(-2)) expect(line).not.toHaveProperty('trace_id');
  });

  it('of one that came by long ago says none', () => {
    const { log, lines } = memoryLog();
    const traces = new TaskTraces();
    for (let n = 0; n <= 10_000; n += 1) traces.note({ task_id: `chimera-${n}`, traceparent });
    traces.in(log).info({ task_id: 'chimera-0' }, 'forgotten');
    traces.in(log).info({ task_id: 'chimera-1' }, 'known');
    expect(lines().map((line) => line['trace_id'])).toEqual([undefined, place.trace_id]);
  });
});
