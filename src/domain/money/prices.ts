import { type ModelCall, type ModelUsage, type PricedCall, tokensOf } from './model-call.ts';
import { type ModelPrice, PRICE_TABLE } from './price-table.ts';

/** Prices by model. */
export type Prices = Readonly<Record<string, ModelPrice>>;

const MILLION = 1_000_000;

/**
 * The price of a model: the configuration's own, else the table's. A name matches as it stands, without the provider's
 * before it (`anthropic/…`), with dots for hyphens, and with a date or `latest` or `preview` behind it.
 */
export function priceOf(model: string, own: Prices = {}): ModelPrice | undefined {
  const names = namesOf(model);
  for (const prices of [own, PRICE_TABLE]) {
    const plain = new Map(Object.entries(prices).map(([name, price]) => [plainName(name), price]));
    const found = names.map((name) => plain.get(name)).find((price) => price !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The cost of an answer, in USD. */
export function costOf(usage: ModelUsage, price: ModelPrice): number {
  const { long } = price;
  const {
    input,
    cached = input,
    cached_written: written = input,
    output,
  } = long !== undefined && usage.input > long.above ? long : price;
  const [read, put] = [usage.cached, usage.cached_written ?? 0];
  const fresh = Math.max(0, usage.input - read - put);
  return (fresh * input + read * cached + put * written + usage.output * output) / MILLION;
}

/** A request with its cost: by the model's price, else by the agent's word. */
export function priced(call: ModelCall, own: Prices = {}): PricedCall {
  const tokens = tokensOf(call);
  const price = call.model === undefined ? undefined : priceOf(call.model, own);
  if (call.usage !== undefined && price !== undefined) {
    const cost_source = call.outcome === 'cut_off' ? 'estimate' : 'prices';
    return { call, tokens, cost_usd: costOf(call.usage, price), cost_source };
  }
  if (call.cost_usd !== undefined) return { call, tokens, cost_usd: call.cost_usd, cost_source: 'agent' };
  return { call, tokens, cost_usd: tokens === 0 ? 0 : null, cost_source: 'unknown' };
}

/** A name, then what is left of it when a date or the like is taken off its end, the longest first. */
function namesOf(model: string): readonly string[] {
  const name = plainName(model);
  const base = name.replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2}|\d{3}|\d{2}-\d{2,4}|latest|preview)$/, '');
  return base === name ? [name] : [name, ...namesOf(base)];
}

function plainName(model: string): string {
  const last = model.slice(model.lastIndexOf('/') + 1);
  return last.toLowerCase().replaceAll('.', '-');
}
