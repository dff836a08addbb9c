import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readlink, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { projectSchema } from '../config/project.ts';
import { TerminalAgentError, TransientAgentError } from '../domain/failure.ts';
import { PHASE_PROFILES, PHASES, type AgentAction } from '../domain/phase.ts';
import { idempotencyKey } from '../domain/task.ts';
import type { ActionInput, Agent, AgentAnswer, AgentCall } from './agent.ts';
import { readResult } from './protocol/result.ts';
import { readProcessTable } from '../host/process-table.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

/** An agent and the work it is to be given. */
export interface AgentCase {
  readonly agent: Agent;
  readonly action: AgentAction;
  readonly input: ActionInput[AgentAction];
  /** Differs from the suite's own call. */
  readonly call?: Partial<AgentCall>;
}

/** Where a case may put files before the agent runs: absolute paths of fresh folders. */
export type CasePlace = Pick<AgentCall, 'workspace' | 'artifacts' | 'home'>;

/** Makes a case in its place. */
export type MakeCase = (place: CasePlace) => AgentCase | Promise<AgentCase>;

/** The cases an agent is checked by; those that make no sense for it are left out. */
export interface AgentCases {
  /** By title: work that ends with an answer, whatever the verdict. */
  readonly answers: Readonly<Record<string, MakeCase>>;
  /** Work that says something by `progress` and then never ends by itself. */
  readonly hangs?: MakeCase;
  readonly transient?: MakeCase;
  readonly terminal?: MakeCase;
}

/** One of its own for each file: files run side by side, and a task's processes are looked for by its id. */
const TASK_ID = `chimera-${randomBytes(6).toString('hex')}`;
const LARGE_FEATURE = 'The café shows “naïve” prices in 円 and 🍕.\n'.repeat(24_000);

/** The conformance suite of the agent port: every agent passes it, whatever it is made of. */
export function describeAgent(name: string, cases: AgentCases): void {
  describe(`${name}, as an agent`, () => {
    let root: string;
    let place: CasePlace;

    beforeEach(async () => {
      root = await realpath(await mkdtemp(join(tmpdir(), 'chimera-agent-')));
      place = { workspace: join(root, 'workspace'), artifacts: join(root, 'artifacts'), home: join(root, 'home') };
      await mkdir(place.workspace);
    });

    afterEach(() => rm(root, { recursive: true }));

    describe.each(Object.entries(cases.answers))('%s', (_title, make) => {
      it('answers within its contract, says what it does and leaves no process', async () => {
        const made = await make(place);
        const run = start(made, place);
        const answer = await run.answer;
        expect(readResult(made.action, answer)).not.toHaveProperty('problem');
        expect(run.progress.length).toBeGreaterThan(0);
        for (const { message, fraction = 0 } of run.progress) {
          expect(message).not.toBe('');
          expect(fraction >= 0 && fraction <= 1).toBe(true);
        }
        await made.agent.release?.(TASK_ID);
        expect(await processesIn(root)).toEqual([]);
      });

      it('keeps its evidence in files that are there', async () => {
        const made = await make(place);
        const { artifacts = [] } = await start(made, place).answer;
        await made.agent.release?.(TASK_ID);
        expect(artifacts).not.toEqual([]);
        for (const { path, bytes } of artifacts) {
          expect(isAbsolute(path) || path.startsWith('..')).toBe(false);
          expect((await stat(join(place.artifacts, path))).size).toBe(bytes);
        }
      });

      it('takes a feature text of 1 MiB in any script', async () => {
        expect(Buffer.byteLength(LARGE_FEATURE)).toBeGreaterThan(1024 * 1024);
        const made = await make(place);
        await start({ ...made, call: { feature: LARGE_FEATURE, ...made.call } }, place).answer;
        await made.agent.release?.(TASK_ID);
      });

      it('does not begin when it is aborted already', async () => {
        const run = start(await make(place), place, AbortSignal.abort(new Error('cancelled')));
        await expect(run.answer).rejects.toThrow('cancelled');
        expect(run.progress).toEqual([]);
      });
    });

    const { hangs, transient, terminal } = cases;

    it.runIf(hangs)('ends within 5 s of an abort with its reason, leaving no process', async () => {
      const controller = new AbortController();
      const run = start(await present(hangs)(place), place, controller.signal);
      const settled = run.answer.catch((error: unknown) => error);
      await vi.waitFor(() => {
        expect(run.progress).not.toEqual([]);
      }, 10_000);
      const reason = new Error('the time limit was reached');
      const abortedAt = performance.now();
      controller.abort(reason);
      expect(await settled).toBe(reason);
      expect(performance.now() - abortedAt).toBeLessThan(5_000);
      expect(await processesIn(root)).toEqual([]);
    });

    it.runIf(transient)('tells a fault that may pass by TransientAgentError', async () => {
      await expect(start(await present(transient)(place), place).answer).rejects.toThrow(TransientAgentError);
      expect(await processesIn(root)).toEqual([]);
    });

    it.runIf(terminal)('tells a fault that will not pass by TerminalAgentError', async () => {
      await expect(start(await present(terminal)(place), place).answer).rejects.toThrow(TerminalAgentError);
      expect(await processesIn(root)).toEqual([]);
    });

    it('refuses an action that it does not have', async () => {
      const [first] = Object.values(cases.answers);
      const made = await present(first)(place);
      const other = PHASES.map((phase) => PHASE_PROFILES[phase].action).find(
        (action) => !made.agent.actions.includes(action),
      );
      if (other === undefined) return;
      await expect(start({ ...made, action: other }, place).answer).rejects.toThrow(TerminalAgentError);
    });
  });
}

function present(make: MakeCase | undefined): MakeCase {
  if (make === undefined) throw new Error('The suite has no such case.');
  return make;
}

interface Started {
  readonly answer: Promise<AgentAnswer<AgentAction>>;
  readonly progress: readonly { readonly message: string; readonly fraction?: number }[];
}

function start(made: AgentCase, place: CasePlace, signal = new AbortController().signal): Started {
  const phase = PHASES.find((candidate) => PHASE_PROFILES[candidate].action === made.action) ?? PHASES[0];
  const project = projectSchema.parse({ name: 'shop', repository: '/repositories/shop', staging: { command: 'true' } });
  const call: AgentCall = {
    task_id: TASK_ID,
    phase,
    round: 1,
    traceparent: TRACEPARENT,
    idempotency_key: idempotencyKey(TASK_ID, phase, 1),
    lease_token: 1,
    feature: 'Go to /\nSee "Shop"',
    target_url: 'http://127.0.0.1:9/',
    project,
    repository: '/repositories/shop',
    base_commit: '0'.repeat(40),
    ...place,
    ...made.call,
  };
  const progress: { message: string; fraction?: number }[] = [];
  const answer = made.agent.run(made.action, call, made.input, {
    signal,
    progress: (message, fraction) => {
      progress.push({ message, ...(fraction === undefined ? {} : { fraction }) });
    },
  });
  return { answer, progress };
}

/** The living processes that work below a folder or for the suite's task. */
async function processesIn(folder: string): Promise<number[]> {
  const rows = await readProcessTable(`CHIMERA_TASK_ID=${TASK_ID}`);
  const found = await Promise.all(
    rows.map(async ({ pid, marked }) => {
      const directory = await readlink(`/proc/${pid}/cwd`).catch(() => '');
      return marked || directory.startsWith(folder) ? [pid] : [];
    }),
  );
  return found.flat();
}
