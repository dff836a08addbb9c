import { type HealthCheck, passed, unknown } from './check.ts';
import { endsSince, type Evidence, successPct } from './evidence.ts';
import type { AgentSample } from './sample.ts';
import type { OutcomeCounts } from '../pool/window.ts';
import { agentOf } from './sample-index.ts';

/** How far back the calls of agents are judged, in ms: as far as the shipped rules for Prometheus look. */
const CALLS_MS = 600_000;

/** Every agent by its breaker and its calls. */
export function agentChecks(evidence: Evidence): readonly HealthCheck[] {
  return evidence.agents.map((sample) => agentCheck(sample, evidence));
}

/** An agent's calls of the last ten minutes, or since a later moment. */
export function recentCalls(agent: string, evidence: Evidence, since = 0): OutcomeCounts {
  return endsSince(evidence, Math.max(since, evidence.now - CALLS_MS), (sample) => agentOf(sample, agent)?.calls);
}

function agentCheck({ agent, breaker }: AgentSample, evidence: Evidence): HealthCheck {
  const name = `agent:${agent}`;
  if (breaker === undefined) return unknown(name, `the circuit breaker of ${agent} is not known`);
  const { success } = evidence.settings;
  const calls = recentCalls(agent, evidence);
  const current = successPct(calls, success.events);
  const isCritical = current !== undefined && current < success.critical;
  const threshold = isCritical ? success.critical : success.warning;
  const exceeded = current !== undefined && current < threshold;
  const values = { current_value: current ?? null, threshold, threshold_exceeded: exceeded || breaker !== 'CLOSED' };
  const share = `${calls.failed} of ${calls.completed + calls.failed} calls of ${agent} failed in the last 10 min`;
  if (isCritical) return { ...passed(name, share, values), status: 'fail' };
  if (breaker !== 'CLOSED') {
    return { ...passed(name, `the circuit breaker of ${agent} is ${breaker}`, values), status: 'warn' };
  }
  return exceeded ? { ...passed(name, share, values), status: 'warn' } : passed(name, `${agent} is called`, values);
}
