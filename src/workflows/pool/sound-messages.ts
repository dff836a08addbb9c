import { isPhase } from '../../domain/phase.ts';
import { POOL_ACTIONS } from '../../domain/pool/action.ts';
import type { PoolCommand, PoolMessage } from '../../domain/pool/messages.ts';
import { DEFAULT_POOL_SETTINGS, type PoolSettings, settingProblems } from '../../domain/pool/settings.ts';
import { isPriority } from '../../domain/task.ts';

/** Says what a field of a message must be. */
type Check = (value: unknown) => boolean;

/** The fields of an object, all that have to be there or may be. */
type Fields = Readonly<Record<string, Check>>;

/** Longer names than any there are would fill the pool's state, which has to fit one payload. */
const LONGEST_TEXT = 255;

const text: Check = (value) => typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT;
const number: Check = (value) => Number.isFinite(value);
/** Exact, and with room to count on: a token after it is still a larger one. */
const count: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= 2 ** 52;
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.some((word) => word === value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const objectOf =
  (fields: Fields): Check =>
  (value) =>
    isObject(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

const ask: Fields = { task_id: text, ask: count };
const yesOrNo: Check = (value) => typeof value === 'boolean';

const request: Fields = { ...ask, priority: isPriority, project: text, requeued: optional(yesOrNo) };

const OUTCOME = objectOf({
  status: oneOf('completed', 'failed', 'dead_lettered', 'cancelled'),
  duration_ms: number,
  failed_phase: optional((value) => typeof value === 'string' && isPhase(value)),
  retried_phases: count,
  recovered_phases: count,
});

const limit = objectOf({ above: number, for_ms: number });

const RULES = objectOf({
  ...{ enabled: yesOrNo, cooldown_ms: number, calm_ms: number, settle_ms: number, yield_ms: number },
  ...{ utilization: optional(limit), queue: optional(limit), restful_queue: number },
  success: objectOf({ critical: number, events: number }),
});

const MESSAGES: Readonly<Record<PoolMessage['kind'], Check>> = {
  enqueue: objectOf(request),
  release: objectOf({ ...ask, outcome: optional(OUTCOME) }),
  withdraw: objectOf(ask),
  gone: objectOf(ask),
  reprioritise: objectOf({ task_id: text, priority: isPriority }),
  pressure: objectOf({ worker_id: text, memory_pct: number, cpu_pct: number, at: number }),
  adopt: objectOf({ ...request, since: number, token: optional(count), last_token: count }),
  parked: objectOf({ task_id: text }),
  unparked: objectOf({ task_id: text }),
  configured: objectOf({ settings: isSettings, rules: optional(RULES) }),
  agent_at_fault: objectOf({}),
};

/** What came by a signal: the messages that make sense, in their order, and how many do not. */
export interface Received {
  readonly sound: readonly PoolMessage[];
  readonly senseless: number;
}

/**
 * Tells sound messages from others. Anybody may signal a workflow, and one message that its code cannot take would stop
 * it for good.
 */
export function soundMessages(payload: unknown): Received {
  const all: readonly unknown[] = Array.isArray(payload) ? payload : [payload];
  const sound = all.filter(isMessage);
  return { sound, senseless: all.length - sound.length };
}

/** Why a command's payload makes no sense, or undefined; whether settings hold together is another question. */
export function payloadProblem(payload: unknown, kind?: PoolCommand['kind']): string | undefined {
  const { reason, change, action } = isObject(payload) ? payload : {};
  if (kind === 'revert' && !POOL_ACTIONS.some((one) => one === action)) {
    return `action must be one of ${POOL_ACTIONS.join(', ')}`;
  }
  if (payload === undefined || payload === null) return undefined;
  if (!isObject(payload)) return 'the payload must be an object';
  if (reason !== undefined && typeof reason !== 'string') return 'reason must be a text';
  if (change === undefined) return undefined;
  if (!isObject(change)) return 'change must be an object of settings';
  const unknown = Object.keys(change).find((name) => !Object.hasOwn(DEFAULT_POOL_SETTINGS, name));
  if (unknown !== undefined) return `${unknown} is no setting: ${Object.keys(DEFAULT_POOL_SETTINGS).join(', ')}`;
  if (change['policy'] !== undefined && !isPolicy(change['policy'])) return 'policy must be autoscaled or fixed';
  return undefined;
}

function isMessage(value: unknown): value is PoolMessage {
  if (!isObject(value)) return false;
  const { kind } = value;
  return typeof kind === 'string' && Object.hasOwn(MESSAGES, kind) && MESSAGES[kind as PoolMessage['kind']](value);
}

function isSettings(value: unknown): boolean {
  return isObject(value) && isPolicy(value['policy']) && settingProblems(value as unknown as PoolSettings).length === 0;
}

function isPolicy(value: unknown): boolean {
  return value === 'autoscaled' || value === 'fixed';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
