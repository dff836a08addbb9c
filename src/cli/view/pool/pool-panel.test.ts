import { Ansis } from 'ansis';
import { describe, expect, it } from 'vitest';
import { asOf, leaseOf, poolDocument, taskOf, waitingOf } from '../../../../tests/support/cli/pool-documents.ts';
import { poolViewSchema } from '../../../contract/pool/pool.ts';
import { poolChanges } from './pool-changes.ts';
import { poolPanel } from './pool-panel.ts';

const now = Date.parse(asOf);
const drawing = { colours: new Ansis(0), width: 80, now, most: 20 };
const view = (changes: Parameters<typeof poolDocument>[0] = {}) => poolViewSchema.parse(poolDocument(changes));

describe('a pool on the screen', () => {
  it('shows how full it is, its mode and settings, who works and who waits', () => {
    const queue = [
      waitingOf(1, { priority: 2, overdue: true, waited_ms: 1_860_000 }),
      waitingOf(2),
      waitingOf(3, { estimated_start: null }),
      waitingOf(4, { estimated_start: asOf }),
    ];
    expect(poolPanel(view({ queue }), drawing)).toEqual([
      '  default: open, tasks come in and start',
      '  ████████░░░░░░░░░░░░  2 of 5 leases in use, 4 waiting',
      '  NORMAL for 5 min: the whole size, every priority may start',
      '  size 5, autoscaled from 3 to 10; queue up to 2000, first after 30 min 00 s',
      '',
      '  LEASES',
      '  TASK                  PRIORITY         AGE  TOKEN  PROJECT',
      `  ${taskOf(1)}         9  1 min 00 s     11  shop`,
      `  ${taskOf(2)}         9  2 min 00 s     12  shop`,
      '',
      '  QUEUE  the first: all 5 leases are held; it starts next',
      '  #  TASK                  PRIORITY    SCORE       WAITED   STARTS  PROJECT',
      `  1  ${taskOf(101)}         2  overdue  31 min 00 s  in 10 s  shop`,
      `  2  ${taskOf(102)}         5     50.3         42 s  in 20 s  shop`,
      `  3  ${taskOf(103)}         5     50.3         42 s        –  shop`,
      `  4  ${taskOf(104)}         5     50.3         42 s      now  shop`,
    ]);
  });

  it('shows a pool at rest in four lines', () => {
    expect(poolPanel(view({ leases: [] }), drawing)).toHaveLength(4);
  });

  it('says what a degraded pool holds back, and which workers are pressed', () => {
    const pressure = [
      { worker_id: 'host-a:4711', memory_pct: 91.4, cpu_pct: 40, at: '2030-01-01T10:00:02.000Z' },
      { worker_id: 'host-b:17', memory_pct: 20, cpu_pct: 88, at: '2030-01-01T10:00:10.000Z' },
    ];
    const degraded = view({ mode: 'DEGRADED', priority_threshold: 5, intake: 'paused', leases: [], pressure });
    expect(poolPanel(degraded, drawing)).toEqual([
      '  default: paused, tasks come in, none starts',
      '  ░░░░░░░░░░░░░░░░░░░░  0 of 5 leases in use, 0 waiting',
      '  DEGRADED for 5 min: half of the size, only priority 5 and above may start',
      '  size 5, autoscaled from 3 to 10; queue up to 2000, first after 30 min 00 s',
      '',
      '  WORKERS UNDER PRESSURE',
      '  MEMORY   CPU      TOLD  WORKER',
      '    91 %  40 %  10 s ago  host-a:4711',
      '    20 %  88 %   2 s ago  host-b:17',
    ]);
  });

  it('says that the pool does not answer, and for how long', () => {
    const lines = poolPanel(view({ stale: true }), { ...drawing, now: now + 12_000 });
    expect(lines[4]).toBe('  The pool does not answer: as of 12 s ago.');
  });

  it('keeps to 80 columns, whatever is in it', () => {
    const long = 'a project with a rather long name, longer than any screen';
    const crowded = view({
      name: `${long} ${long}`,
      leases: Array.from({ length: 40 }, (_, n) => leaseOf(n, { project: long })),
      queue: Array.from({ length: 2_000 }, (_, n) => waitingOf(n + 1, { project: long, reason: `${long} ${long}` })),
      settings: { size: 1_000, min: 100, max: 1_000, policy: 'fixed', queue_cap: 5_000, wait_bound_seconds: 86_400 },
      pressure: [{ worker_id: `${long} ${long}`, memory_pct: 100, cpu_pct: 100, at: asOf }],
      mode: 'SURVIVAL',
      priority_threshold: 8,
      stale: true,
    });
    const lines = poolPanel(crowded, { ...drawing, most: Number.POSITIVE_INFINITY });
    expect(lines.length).toBeGreaterThan(2_040);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('a pool as plain lines', () => {
  it('says nothing when only ages moved', () => {
    const older = view({ leases: [leaseOf(1, { age_ms: 90_000 })], as_of: '2030-01-01T10:00:42.000Z' });
    expect(poolChanges(view({ leases: [leaseOf(1)] }), older)).toEqual([]);
  });

  it('tells of intake, settings, an outage and pressure that comes and goes', () => {
    const pressure = [{ worker_id: 'w', memory_pct: 81, cpu_pct: 1, at: asOf }];
    const settings = { ...poolDocument().settings, policy: 'fixed' as const };
    const after = view({ intake: 'draining', settings, stale: true, pressure });
    expect(poolChanges(view(), after)).toEqual([
      'the pool does not answer',
      'intake open → draining',
      'settings: size 5, fixed; queue up to 2000, first after 30 min 00 s',
      'worker w under pressure: memory 81 %, CPU 1 %',
    ]);
    expect(poolChanges(after, view({ intake: 'draining', settings }))).toEqual([
      'the pool answers again',
      'worker w no longer under pressure',
    ]);
  });

  it('says how many tasks wait for a decision, when any do', () => {
    const note = (dead_letters: number) =>
      poolPanel(view({ dead_letters }), drawing).filter((line) => line.includes('dead letter'));
    expect(note(0)).toEqual([]);
    expect(note(1)).toEqual(['  1 task waits in the dead letter queue: chimera dlq list']);
    expect(note(2)).toEqual(['  2 tasks wait in the dead letter queue: chimera dlq list']);
  });
});
