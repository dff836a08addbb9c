import { ApplicationFailure, Context } from '@temporalio/activity';
import type { DeadLetter } from '../../src/domain/dead-letter.ts';
import type { PullRequest, PullRequestNews } from '../../src/domain/delivery/pull-request.ts';
import type { Phase } from '../../src/domain/phase.ts';
import type { PhaseResult } from '../../src/domain/phase-result.ts';
import type { TaskState } from '../../src/domain/task.ts';
import { triesMade } from '../../src/domain/tries.ts';
import type { PoolMessage } from '../../src/domain/pool/messages.ts';
import {
  type CloseInput,
  type DeliverInput,
  type LeaseGranted,
  type LightActivities,
  type LookInput,
  NOTHING_NEW,
  type PhaseActivities,
  type PhaseInput,
  SIGNAL_LEASE_GRANTED,
} from '../../src/workflows/task/contract.ts';

/** What a scripted phase does with a call: a result, or an error thrown. `call` counts this phase's calls from 1. */
export type Script = (input: PhaseInput, call: number) => PhaseResult | Promise<PhaseResult>;

const scenario = { name: 'a guest pays', status: 'passed', duration_ms: 5 } as const;

/** The result with which each phase leads on. */
export const GOOD: Readonly<Record<Phase, PhaseResult>> = {
  E2E_TEST_GENERATION: {
    phase: 'E2E_TEST_GENERATION',
    verdict: 'test_fails',
    output: {
      test_path: 'tests/e2e/pay.spec.ts',
      test_commit: 'c1',
      test_blob: 'b1',
      base_commit: 'c0',
      branch: 'chimera/x',
      scenarios: [{ ...scenario, status: 'failed', error: 'no such button' }],
    },
    artifacts: [],
  },
  CODE_IMPLEMENTATION: {
    phase: 'CODE_IMPLEMENTATION',
    verdict: 'implemented',
    output: { commit_sha: 'c2', branch: 'chimera/x', files_changed: ['shop.mjs'], summary: 'done' },
    artifacts: [],
  },
  GUARDIAN_REVIEW: {
    phase: 'GUARDIAN_REVIEW',
    verdict: 'approved',
    output: { decision: 'approved', score: 1, findings: [] },
    artifacts: [],
  },
  STAGING_DEPLOYMENT: {
    phase: 'STAGING_DEPLOYMENT',
    verdict: 'deployed',
    output: { deployment_url: 'http://127.0.0.1:1', commit_sha: 'c2' },
    artifacts: [],
  },
  E2E_VALIDATION: {
    phase: 'E2E_VALIDATION',
    verdict: 'passed',
    output: { validation_status: 'passed', scenarios: [scenario], test_blob: 'b1' },
    artifacts: [],
  },
};

/** A proof that failed. */
export const FAILED_PROOF: PhaseResult = {
  phase: 'E2E_VALIDATION',
  verdict: 'failed',
  output: {
    validation_status: 'failed',
    scenarios: [{ ...scenario, status: 'failed', error: 'expected 9, got 10' }],
    test_blob: 'b1',
  },
  artifacts: [],
};

/** A rejection. */
export const REJECTION: PhaseResult = {
  phase: 'GUARDIAN_REVIEW',
  verdict: 'rejected',
  output: { decision: 'rejected', score: 0.2, findings: [{ rule: 'secret', severity: 'ERROR', message: 'a key' }] },
  artifacts: [],
};

/** What each phase of a task does; a phase without a script leads on. */
export type Scripts = Partial<Record<Phase, Script>>;

/** What a forge does; without a word it opens a pull request, which is found merged. Calls count from 1. */
export interface ForgeScript {
  readonly deliver?: (call: number) => PullRequest;
  readonly look?: (call: number) => PullRequestNews | 'nothing';
}

/** A pull request that was just opened. */
export const OPEN_PULL_REQUEST: PullRequest = {
  url: 'http://forge/shop/pulls/7',
  number: 7,
  status: 'open',
  commit_sha: 'c2',
  problems: [],
};

/** Everything that was asked for one task. */
export interface Play {
  readonly calls: readonly PhaseInput[];
  readonly closings: readonly CloseInput[];
  readonly letters: readonly DeadLetter[];
  readonly deliveries: readonly DeliverInput[];
  readonly looks: readonly LookInput[];
  readonly withdrawn: readonly TaskState[];
  /** What its pool was told by it. */
  readonly told: readonly PoolMessage[];
  /** The calls as "PHASE round", in order. */
  order(): readonly string[];
}

/** Activities that play a script a task. */
export interface Stage {
  readonly phases: PhaseActivities;
  readonly light: LightActivities;
  play(taskId: string, scripts: Scripts, forge?: ForgeScript): Play;
}

/** A pool that has room for everybody. */
async function grantAtOnce(_pool: string, messages: readonly PoolMessage[]): Promise<void> {
  const { workflow } = Context.current().client;
  for (const message of messages) {
    if (message.kind !== 'enqueue') continue;
    const granted: LeaseGranted = { ask: message.ask, token: message.ask };
    await workflow.getHandle(message.task_id).signal(SIGNAL_LEASE_GRANTED, granted);
  }
}

/** Phase activities that follow the script of whichever task they are called for. */
export function createStage(): Stage {
  const plays = new Map<
    string,
    {
      scripts: Scripts;
      forge: ForgeScript;
      calls: PhaseInput[];
      closings: CloseInput[];
      letters: DeadLetter[];
      deliveries: DeliverInput[];
      looks: LookInput[];
      withdrawn: TaskState[];
      told: PoolMessage[];
    }
  >();

  function playOf(taskId: string) {
    const play = plays.get(taskId);
    if (play === undefined) throw new Error(`No script for ${taskId}.`);
    return play;
  }
  async function answer(input: PhaseInput) {
    const { scripts, calls } = playOf(input.task_id);
    calls.push(input);
    const call = calls.filter(({ phase }) => phase === input.phase).length;
    const script = scripts[input.phase];
    const result = script === undefined ? GOOD[input.phase] : await script(input, call);
    const { tries } = input;
    const attempts = Context.current().info.attempt + (tries === undefined ? 0 : triesMade(tries));
    return { result, attempts, ...(tries === undefined ? {} : { tries }) };
  }
  return {
    phases: {
      generateTest: answer,
      implementFeature: answer,
      reviewChange: answer,
      deployToStaging: answer,
      validateOnStaging: answer,
    } as unknown as PhaseActivities,
    light: {
      closeTask: (input) => {
        playOf(input.state.task_id).closings.push(input);
        return Promise.resolve();
      },
      // As a worker that has no deployment of this task.
      closeTaskHere: (input, host) => {
        if (host !== undefined) return Promise.resolve(false);
        playOf(input.state.task_id).closings.push(input);
        return Promise.resolve(true);
      },
      recordDeadLetter: (letter) => {
        playOf(letter.task_id).letters.push(letter);
        return Promise.resolve();
      },
      tellPool: async (pool, messages) => {
        for (const message of messages) if ('task_id' in message) plays.get(message.task_id)?.told.push(message);
        await grantAtOnce(pool, messages);
      },
      deliverChange: (input) => {
        const { deliveries, forge } = playOf(input.state.task_id);
        deliveries.push(input);
        const commit_sha = input.result.commit_sha ?? '';
        return Promise.resolve(forge.deliver?.(deliveries.length) ?? { ...OPEN_PULL_REQUEST, commit_sha });
      },
      lookAtPullRequest: (input) => {
        const { looks, forge } = playOf(input.state.task_id);
        looks.push(input);
        const news = forge.look?.(looks.length) ?? { status: 'merged' as const, remarks: [] };
        if (news !== 'nothing') return Promise.resolve(news);
        throw ApplicationFailure.create({ message: 'nothing new', type: NOTHING_NEW });
      },
      withdrawPullRequest: (state) => {
        playOf(state.task_id).withdrawn.push(state);
        return Promise.resolve();
      },
      endStaging: () => Promise.resolve(),
    },
    play(taskId, scripts, forge = {}) {
      const play = {
        scripts,
        forge,
        calls: [],
        closings: [],
        letters: [],
        deliveries: [],
        looks: [],
        withdrawn: [],
        told: [],
      };
      plays.set(taskId, play);
      return {
        ...play,
        order: () => playOf(taskId).calls.map(({ phase, round }) => `${phase} ${round}`),
      };
    },
  };
}
