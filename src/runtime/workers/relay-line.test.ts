import { describe, expect, it } from 'vitest';
import { createLogger } from '../../observability/logging.ts';
import { relayLine } from './relay-line.ts';

function relayed(...lines: readonly string[]): unknown[] {
  const written: string[] = [];
  const log = createLogger({
    level: 'debug',
    format: 'json',
    component: 'worker-2',
    destination: { write: (line) => void written.push(line) },
  });
  for (const line of lines) relayLine(log, line);
  return written.map((line): unknown => JSON.parse(line));
}

describe('a line of a worker’s log', () => {
  it('keeps its level, message and context, and says which worker it is from', () => {
    const line = {
      level: 'error',
      component: 'worker',
      message: 'no',
      task_id: 'chimera-0123456789ab',
      workflow_phase: 'COMPLETE',
      trace_id: 'trace-8448eb211c80319c',
      span_id: 'span-69203331',
      context: { err: { message: 'why' } },
    };
    expect(relayed(JSON.stringify(line))).toEqual([
      { ...line, component: 'worker-2', timestamp: expect.any(String) as string },
    ]);
  });

  it('needs neither context nor task', () => {
    const [line] = relayed('{"level":"debug","message":"hello"}');
    expect(line).toMatchObject({ level: 'debug', message: 'hello', component: 'worker-2' });
    expect(line).not.toHaveProperty('task_id');
  });

  it('that is none becomes a warning, unless it is empty', () => {
    expect(relayed('Error: out of memory', '', '{"level":"odd"}')).toMatchObject([
      { level: 'warn', message: 'Error: out of memory' },
      { level: 'warn', message: '{"level":"odd"}' },
    ]);
  });
});
