import { Context } from '@temporalio/activity';
import type { PhaseResult } from '../../src/domain/phase-result.ts';
import { GOOD, type Script, type Scripts } from './scripted-phases.ts';

/** The first phase of a task that has nothing to build, so that the task ends with it. */
export const NOTHING_TO_BUILD = { ...GOOD.E2E_TEST_GENERATION, verdict: 'already_satisfied' } as PhaseResult;

/** Scripts of a task whose one phase ends at once. */
export const SHORT: Scripts = { E2E_TEST_GENERATION: () => NOTHING_TO_BUILD };

/** A phase that works until it is let go. */
export interface Gate {
  readonly scripts: Scripts;
  open(): void;
}

/** Scripts of tasks that stay at work in their one phase, however many they are, until the gate is opened. */
export function createGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const waiting: Script = async () => {
    const context = Context.current();
    const beat = setInterval(() => {
      context.heartbeat();
    }, 100);
    try {
      await Promise.race([promise, context.cancelled]);
      return NOTHING_TO_BUILD;
    } finally {
      clearInterval(beat);
    }
  };
  return {
    scripts: { E2E_TEST_GENERATION: waiting },
    open: () => {
      resolve(undefined);
    },
  };
}
