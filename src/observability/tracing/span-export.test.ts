import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryLog } from '../../../tests/support/memory-log.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../../../tests/support/otlp/receiver.ts';
import { type Span, spanOf, type SpanStart } from '../../domain/trace/span.ts';
import { startSpanExport } from './span-export.ts';

const context = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331', sampled: true };
const start: SpanStart = {
  ...{ context, parent_id: '00f067aa0ba902b7', kind: 'attempt', task_id: 'chimera-0123456789ab' },
  ...{ phase: 'CODE_IMPLEMENTATION', started: 1_700_000_000_250, attributes: { attempt: 2 } },
};
const ENDED = spanOf(start, {
  at: 1_700_000_001_500,
  status: 'error',
  attributes: { error: 'busy', heartbeat_gaps_ms: [4_000, 5_000] },
});

let receiver: OtlpReceiver;
beforeEach(async () => {
  receiver = await startOtlpReceiver();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.url);
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=staging');
  vi.stubEnv('OTEL_SERVICE_NAME', 'night-shift');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await receiver.close();
});

/** What comes of spans that are told, and the lines about it. */
async function exported(...spans: readonly Span[]) {
  const { log, lines } = memoryLog();
  const way = startSpanExport(log);
  for (const span of spans) way.record(span);
  await way.stop();
  return lines().map(({ level, message }) => [level, message]);
}

describe('the export of spans', () => {
  it('sends what has ended, with all that Chimera knows of it', async () => {
    expect(await exported(spanOf(start), ENDED)).toEqual([]);
    expect(receiver.spans()).toMatchObject([
      {
        ...{ traceId: context.trace_id, spanId: context.span_id, parentSpanId: start.parent_id, name: 'attempt 2' },
        ...{ kind: 1, start: 1_700_000_000_250_000_000n, end: 1_700_000_001_500_000_000n },
        status: { code: 2, message: 'busy' },
        attributes: {
          'chimera.task_id': start.task_id,
          'chimera.phase': start.phase,
          'chimera.span_status': 'error',
          'chimera.attempt': 2,
          'chimera.heartbeat_gaps_ms': [4_000, 5_000],
        },
        resource: { 'service.name': 'night-shift', 'deployment.environment.name': 'staging' },
      },
    ]);
  });

  it.each([
    [{ kind: 'task' }, { status: 'ok' }, { kind: 2, status: { code: 1 } }],
    [{ kind: 'agent_call' }, { status: 'cancelled' }, { kind: 3, status: { code: 0 } }],
    [{ kind: 'waiting' }, { status: 'postponed' }, { kind: 1, status: { code: 0 } }],
    [{ kind: 'attempt' }, { status: 'lost' }, { kind: 1, status: { code: 2, message: 'lost' } }],
  ] as const)('knows %j that ended with %j', async (what, end, told) => {
    await exported(spanOf({ ...start, ...what, parent_id: null }, { at: 1_700_000_001_500, ...end }));
    expect(receiver.spans()).toMatchObject([{ ...told, parentSpanId: '' }]);
  });

  it('leaves out what its trace’s caller does not want exported', async () => {
    await exported({ ...ENDED, sampled: false });
    expect(receiver.requests()).toBe(0);
  });

  it('drops what nobody takes, and says so once', async () => {
    receiver.answerWith(400);
    const many = Array.from({ length: 600 }, (_, n) => ({ ...ENDED, span_id: n.toString(16).padStart(16, '0') }));
    expect(await exported(...many)).toEqual([['warn', 'Spans cannot be exported and are dropped']]);
    expect(receiver.requests()).toBe(2);
  });
});
