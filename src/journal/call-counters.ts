import { Gauge, type Registry } from 'prom-client';
import { CALL_BUCKETS, counterUnder, histogramUnder } from '../observability/metrics/under-names.ts';
import type { CallEnd, JournalReader } from './event.ts';

/** What OpenTelemetry's conventions for generative AI call a request as agents make it. */
const GEN_AI = { gen_ai_operation_name: 'chat' } as const;

/** The bounds that the same conventions name, in tokens. */
const TOKEN_BUCKETS = Array.from({ length: 14 }, (_, power) => 4 ** power);

type CallStatus = 'succeeded' | 'failed' | 'interrupted';

/** Counts the calls of agents. */
export function callCounters(registry: Registry): JournalReader {
  const executions = counterUnder(registry, {
    names: ['agent_executions_total'],
    help: 'Calls of agents that ended, by how: succeeded, failed, interrupted.',
    labels: ['agent', 'status'],
  });
  const duration = histogramUnder(registry, {
    names: ['agent_execution_duration_seconds'],
    help: 'Seconds that calls of agents took.',
    labels: ['agent'],
    buckets: CALL_BUCKETS,
  });
  const failures = counterUnder(registry, {
    names: ['agent_failures_total'],
    help: 'Calls of agents that failed, by the class of the error.',
    labels: ['agent', 'class'],
  });
  const active = new Gauge({
    name: 'active_executions',
    help: 'Calls of agents under way.',
    labelNames: ['agent'],
    registers: [registry],
  });
  const rate = createRates(registry);
  const requests = counterUnder(registry, {
    names: ['chimera_model_requests_total'],
    help: 'Requests of agents to their models, by how they ended; a refusal with its status.',
    labels: ['agent', 'model', 'outcome'],
  });
  const cost = counterUnder(registry, {
    names: ['chimera_model_cost_usd_total'],
    help: 'What requests to models cost, in USD, as far as it is known.',
    labels: ['agent', 'model'],
  });
  const unpriced = counterUnder(registry, {
    names: ['chimera_model_unpriced_requests_total'],
    help: 'Requests to models that used tokens, and of which nobody knows the cost.',
    labels: ['agent', 'model'],
  });
  const warned = counterUnder(registry, {
    names: ['chimera_budget_warnings_total'],
    help: 'Budgets seen to be used up by 80 %, once a call of an agent.',
    labels: ['agent', 'scope', 'unit'],
  });
  const limited = counterUnder(registry, {
    names: ['chimera_account_limits_total'],
    help: 'Calls of agents that ended because the provider of their account reached a limit.',
    labels: ['agent'],
  });
  const used = histogramUnder(registry, {
    names: ['gen_ai_client_token_usage'],
    help: 'Tokens of requests to models: input with the cached ones, output with those of reasoning; all, where only their sum is told.',
    labels: ['gen_ai_operation_name', 'gen_ai_request_model', 'gen_ai_token_type', 'agent'],
    buckets: TOKEN_BUCKETS,
  });
  return {
    call_began: ({ call }) => {
      active.inc({ agent: call.agent });
    },
    model_called: ({ call: { agent }, priced: { call, tokens, cost_usd } }) => {
      const { model = 'unknown', outcome, status, usage } = call;
      requests({ agent, model, outcome: status === undefined ? outcome : `${outcome}_${status}` });
      if (cost_usd !== null) cost({ agent, model }, cost_usd);
      else unpriced({ agent, model });
      if (usage !== undefined) {
        for (const kind of ['input', 'output'] as const) {
          used({ ...GEN_AI, gen_ai_request_model: model, gen_ai_token_type: kind, agent }, usage[kind]);
        }
      } else if (tokens > 0) used({ ...GEN_AI, gen_ai_request_model: model, gen_ai_token_type: 'all', agent }, tokens);
    },
    budget_warned: ({ call: { agent }, use: { scope, unit } }) => {
      warned({ agent, scope, unit });
    },
    account_closed: ({ agent }) => {
      limited({ agent });
    },
    call_ended: ({ call, at, end }) => {
      const { agent, began } = call;
      const status = statusOf(end);
      active.dec({ agent });
      executions({ agent, status });
      duration({ agent }, (at - began) / 1_000);
      if (status === 'failed') failures({ agent, class: end });
      rate(agent, status);
    },
  };
}
/** An agent that names a time to come back is well, and busy. */
function statusOf(end: CallEnd): CallStatus {
  if (end === 'answered') return 'succeeded';
  return end === 'interrupted' || end === 'postponed' ? 'interrupted' : 'failed';
}

/** The shares of calls that succeeded, by agent, and that failed, over all; of those since the process started. */
function createRates(registry: Registry): (agent: string, status: CallStatus) => void {
  const counts = new Map<string, { readonly succeeded: number; readonly failed: number }>();
  new Gauge({
    name: 'agent_success_rate',
    help: 'The share of an agent’s calls that succeeded since the process started, 0 to 1; the interrupted not counted.',
    labelNames: ['agent'],
    registers: [registry],
    collect() {
      for (const [agent, { succeeded, failed }] of counts) this.set({ agent }, succeeded / (succeeded + failed));
    },
  });
  new Gauge({
    name: 'system_error_rate',
    help: 'The share of all agents’ calls that failed since the process started, 0 to 1; the interrupted not counted.',
    registers: [registry],
    collect() {
      const all = [...counts.values()];
      const failed = all.reduce((sum, count) => sum + count.failed, 0);
      const ended = all.reduce((sum, count) => sum + count.succeeded + count.failed, 0);
      this.set(ended === 0 ? 0 : failed / ended);
    },
  });
  return (agent, status) => {
    if (status === 'interrupted') return;
    const before = counts.get(agent) ?? { succeeded: 0, failed: 0 };
    counts.set(agent, { ...before, [status]: before[status] + 1 });
  };
}
