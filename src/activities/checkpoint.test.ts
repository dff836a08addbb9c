import { describe, expect, it } from 'vitest';
import { checkpointAfter } from '../../tests/support/activities/phase-input.ts';
import { TerminalAgentError } from '../domain/failure.ts';
import { startPipeline } from '../domain/pipeline.ts';
import { handedOn, tipOf } from './checkpoint.ts';

describe('a checkpoint', () => {
  it('holds what each finished phase handed on', () => {
    const checkpoint = checkpointAfter('E2E_TEST_GENERATION', 'CODE_IMPLEMENTATION');
    expect(handedOn(checkpoint, 'E2E_TEST_GENERATION').test_commit).toBe('c1');
    expect(handedOn(checkpoint, 'CODE_IMPLEMENTATION').commit_sha).toBe('c2');
  });

  it('refuses to hand on what no phase has made', () => {
    expect(() => handedOn(startPipeline(), 'GUARDIAN_REVIEW')).toThrow(TerminalAgentError);
    expect(() => tipOf(startPipeline())).toThrow('no result of E2E_TEST_GENERATION');
  });

  it('stands at the test first, and at the change once there is one', () => {
    expect(tipOf(checkpointAfter('E2E_TEST_GENERATION'))).toBe('c1');
    expect(tipOf(checkpointAfter('E2E_TEST_GENERATION', 'CODE_IMPLEMENTATION'))).toBe('c2');
  });
});
