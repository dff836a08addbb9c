import { describe, expect, it } from 'vitest';
import type { PoolMessage } from '../../domain/pool/messages.ts';
import { DEFAULT_POOL_SETTINGS } from '../../domain/pool/settings.ts';
import { actionRules, DEFAULT_HEALTH_SETTINGS } from '../../domain/health/settings.ts';
import { payloadProblem, soundMessages } from './sound-messages.ts';

const ask = { task_id: 'chimera-000000000001', ask: 1 };
const outcome = { status: 'failed', duration_ms: 9, failed_phase: 'GUARDIAN_REVIEW' } as const;
const phases = { retried_phases: 1, recovered_phases: 0 };

const RULES = actionRules(DEFAULT_HEALTH_SETTINGS, 15_000);
const NO_LIMITS = { ...DEFAULT_HEALTH_SETTINGS, queue: {}, utilization: {} };

const SOUND: readonly PoolMessage[] = [
  { kind: 'enqueue', ...ask, priority: 5, project: 'shop' },
  { kind: 'enqueue', ...ask, priority: 5, project: 'shop', requeued: true },
  { kind: 'release', ...ask },
  { kind: 'release', ...ask, outcome: { ...outcome, ...phases } },
  { kind: 'withdraw', ...ask },
  { kind: 'gone', ...ask },
  { kind: 'reprioritise', task_id: ask.task_id, priority: 10 },
  { kind: 'pressure', worker_id: 'w1', memory_pct: 81.5, cpu_pct: 0, at: 1 },
  { kind: 'adopt', ...ask, priority: 5, project: 'shop', since: 1, last_token: 0 },
  { kind: 'adopt', ...ask, priority: 5, project: 'shop', since: 1, token: 3, last_token: 3 },
  { kind: 'configured', settings: DEFAULT_POOL_SETTINGS },
  { kind: 'configured', settings: DEFAULT_POOL_SETTINGS, rules: RULES },
  { kind: 'configured', settings: DEFAULT_POOL_SETTINGS, rules: actionRules(NO_LIMITS, 15_000) },
  { kind: 'agent_at_fault' },
];

describe('a message', () => {
  it.each(SOUND)('is taken as it is: %j', (message) => {
    expect(soundMessages([message])).toEqual({ sound: [message], senseless: 0 });
  });

  it.each([
    null,
    undefined,
    'enqueue',
    7,
    [],
    {},
    { kind: 'greet' },
    { kind: 'toString' },
    { kind: 'enqueue', ...ask },
    { kind: 'enqueue', ...ask, priority: 11, project: 'shop' },
    { kind: 'enqueue', ...ask, priority: 5, project: 'shop', requeued: 'yes' },
    { kind: 'enqueue', ...ask, priority: '5', project: 'shop' },
    { kind: 'enqueue', task_id: '', ask: 1, priority: 5, project: 'shop' },
    { kind: 'enqueue', task_id: ask.task_id, ask: 1.5, priority: 5, project: 'shop' },
    { kind: 'enqueue', task_id: 'x'.repeat(256), ask: 1, priority: 5, project: 'shop' },
    { kind: 'adopt', ...ask, priority: 5, project: 'shop', since: 1, last_token: 2 ** 53 - 1 },
    { kind: 'release', ...ask, outcome: null },
    { kind: 'release', ...ask, outcome: { ...outcome, ...phases, status: 'done' } },
    { kind: 'release', ...ask, outcome: { ...outcome, ...phases, failed_phase: 'LUNCH' } },
    { kind: 'pressure', worker_id: 'w1', memory_pct: null, cpu_pct: 0, at: 1 },
    { kind: 'configured' },
    { kind: 'configured', settings: DEFAULT_POOL_SETTINGS, rules: { enabled: true } },
    { kind: 'configured', settings: DEFAULT_POOL_SETTINGS, rules: { ...RULES, calm_ms: '1' } },
    { kind: 'configured', settings: DEFAULT_POOL_SETTINGS, rules: { ...RULES, queue: { above: 3 } } },
    { kind: 'configured', settings: DEFAULT_POOL_SETTINGS, rules: { ...RULES, success: 50 } },
    { kind: 'configured', settings: { ...DEFAULT_POOL_SETTINGS, size: 0 } },
    { kind: 'configured', settings: { ...DEFAULT_POOL_SETTINGS, policy: 'bold' } },
  ])('is put aside: %j', (message) => {
    expect(soundMessages([message])).toEqual({ sound: [], senseless: 1 });
  });

  it('keeps its place among those that are put aside', () => {
    const [first, , , , , second] = SOUND;
    expect(soundMessages([null, first, { kind: 'greet' }, second])).toEqual({ sound: [first, second], senseless: 2 });
  });

  it.each([null, undefined, { kind: 'greet' }, 'all'])('that came as no list is one of its own: %j', (payload) => {
    expect(soundMessages(payload)).toEqual({ sound: [], senseless: 1 });
  });
});

describe('a command', () => {
  it.each([undefined, null, {}, { reason: 'why' }, { change: { size: 3 } }, { change: { policy: 'fixed' } }])(
    'makes sense: %j',
    (payload) => {
      expect(payloadProblem(payload)).toBeUndefined();
    },
  );

  it.each([
    ['pause', 'the payload must be an object'],
    [[], 'the payload must be an object'],
    [{ reason: 7 }, 'reason must be a text'],
    [{ change: 'large' }, 'change must be an object of settings'],
    [{ change: null }, 'change must be an object of settings'],
    [{ change: { sizes: 3 } }, 'sizes is no setting: size, min, max'],
    [{ change: { policy: 'bold' } }, 'policy must be autoscaled or fixed'],
  ])('makes none: %j', (payload, problem) => {
    expect(payloadProblem(payload)).toContain(problem);
  });

  it.each([undefined, {}, { action: 'scale_up' }, 'raise_size'])('that reverts names what: not %j', (payload) => {
    expect(payloadProblem(payload, 'revert')).toBe('action must be one of raise_size, limit_intake, pause_intake');
  });

  it('that reverts makes sense', () => {
    expect(payloadProblem({ action: 'pause_intake', reason: 'why' }, 'revert')).toBeUndefined();
  });
});
