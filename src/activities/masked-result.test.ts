import { describe, expect, it } from 'vitest';
import { GOOD } from '../../tests/support/scripted-phases.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import { maskOf } from '../observability/mask.ts';
import { maskedResult } from './masked-result.ts';

const mask = maskOf(['hunter2-4711']);
const scenario = { name: 'a hunter2-4711', status: 'failed', duration_ms: 1, error: 'b hunter2-4711' } as const;

const LEAKING = {
  E2E_TEST_GENERATION: { scenarios: [{ ...scenario, sentence: 'c hunter2-4711' }] },
  CODE_IMPLEMENTATION: { summary: 'd hunter2-4711' },
  GUARDIAN_REVIEW: { findings: [{ rule: 'r', severity: 'ERROR', message: 'e hunter2-4711', file: 'f' }] },
  E2E_VALIDATION: { scenarios: [scenario] },
} as const;

describe('a masked result', () => {
  it.each(Object.entries(LEAKING))('of %s has no secret in what was written for people', (phase, output) => {
    const good = GOOD[phase as keyof typeof LEAKING];
    const masked = maskedResult({ ...good, output: { ...good.output, ...output } } as PhaseResult, mask);
    expect(JSON.stringify(masked)).not.toContain('hunter2');
    expect(JSON.stringify(masked)).toContain('[redacted]');
    expect({ ...masked, output: { ...masked.output, ...output } }).toEqual({
      ...good,
      output: { ...good.output, ...output },
    });
  });

  it('leaves the address of a deployment, which the proof needs', () => {
    const good = GOOD.STAGING_DEPLOYMENT;
    const output = { deployment_url: 'https://ada:hunter2-4711@staging/', commit_sha: 'c' };
    const result = { ...good, output } as PhaseResult;
    expect(maskedResult(result, mask)).toEqual(result);
  });
});
