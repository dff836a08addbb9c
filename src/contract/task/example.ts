import { linksOf } from '../links.ts';

const TASK_ID = 'chimera-3f9a1c07be42';
const FEATURE = 'Open the cart.\nEnter "WELCOME10" into Discount code and click Apply.\nI see "10 % off".';
const UI = { url: 'http://127.0.0.1:8233', namespace: 'default' };
const CREATED_AT = '2026-03-01T12:00:00.000Z';

const pending = { status: 'pending', attempts: 0, round: 1, duration_ms: null, verdict: null, retries: [] } as const;
const notYet = { started_at: null, finished_at: null } as const;

/** A submission that names all its fields. */
export const SUBMISSION_EXAMPLE = {
  feature: FEATURE,
  target_url: 'http://localhost:3000',
  priority: 5,
  project: 'shop',
} as const;

/** The answer to it. */
export const SUBMITTED_EXAMPLE = {
  task_id: TASK_ID,
  status: 'queued',
  created_at: CREATED_AT,
  links: linksOf(TASK_ID, UI),
} as const;

/** The same task in its second phase. */
export const TASK_EXAMPLE = {
  ...SUBMITTED_EXAMPLE,
  ...SUBMISSION_EXAMPLE,
  title: 'Open the cart.',
  trace_id: 'trace-8448eb211c80319c',
  status: 'running',
  phase: 'CODE_IMPLEMENTATION',
  started_at: '2026-03-01T12:00:00.400Z',
  finished_at: null,
  duration_ms: 21_300,
  round: 1,
  rework: { review: 0, validation: 0 },
  progress: {
    action: 'implement_feature',
    message: 'changing cart.mjs',
    fraction: 0.4,
    at: '2026-03-01T12:00:21.000Z',
  },
  waiting_for: null,
  phases: [
    {
      phase: 'E2E_TEST_GENERATION',
      status: 'passed',
      attempts: 1,
      round: 1,
      duration_ms: 6_200,
      verdict: 'test_fails',
      started_at: '2026-03-01T12:00:00.400Z',
      finished_at: '2026-03-01T12:00:06.600Z',
      retries: [],
    },
    {
      ...pending,
      ...notYet,
      phase: 'CODE_IMPLEMENTATION',
      status: 'running',
      attempts: 1,
      started_at: '2026-03-01T12:00:06.700Z',
    },
    { ...pending, ...notYet, phase: 'GUARDIAN_REVIEW' },
    { ...pending, ...notYet, phase: 'STAGING_DEPLOYMENT' },
    { ...pending, ...notYet, phase: 'E2E_VALIDATION' },
  ],
  attempts: 2,
  result: null,
  pull_request: null,
  error: null,
  stale: false,
} as const;
