import type { AgentUsage } from '../domain/phase-result.ts';
import type { AgentAction } from '../domain/phase.ts';
import { spanOf } from '../domain/trace/span.ts';
import { spanBelow, traceparentOf } from '../domain/trace/trace-context.ts';
import type { CallEnd } from '../observability/metrics/call-metrics.ts';
import type { PhaseWork } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';

/** The span of an agent's call while it runs. */
export interface CallSpan {
  /** What the agent is told of it. */
  readonly handedOn: { readonly traceparent?: string };
  answered(usage: AgentUsage | undefined): void;
  failed(how: Exclude<CallEnd, 'answered'>, error: unknown): void;
}

/** Begins the span of the attempt's call of an agent. */
export function beginCallSpan(
  { spans, now }: Pick<ActivityPorts, 'spans' | 'now'>,
  { input, trace }: Pick<PhaseWork, 'input' | 'trace'>,
  agent: string,
  action: AgentAction,
): CallSpan {
  if (trace === undefined) return { handedOn: {}, answered: () => undefined, failed: () => undefined };
  const context = spanBelow(trace, 'agent_call', action);
  const start = {
    context,
    parent_id: trace.span_id,
    kind: 'agent_call',
    task_id: input.task_id,
    phase: input.phase,
    started: now(),
    attributes: { agent, action },
  } as const;
  spans.record(spanOf(start));
  return {
    handedOn: { traceparent: traceparentOf(context) },
    answered(usage) {
      spans.record(spanOf(start, { at: now(), status: 'ok', attributes: { outcome: 'answered', ...usage } }));
    },
    failed(outcome, error) {
      const status = outcome === 'interrupted' ? 'cancelled' : outcome === 'postponed' ? 'postponed' : 'error';
      spans.record(spanOf(start, { at: now(), status, attributes: { outcome, error: String(error) } }));
    },
  };
}
