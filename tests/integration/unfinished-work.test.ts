import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelRequest, type ScriptedAnswer, shellCall } from '../../src/cli/demo/model/scripted-model.ts';
import { type ScriptedAgent, startScriptedAgent } from '../../src/cli/demo/scripted-agent.ts';
import type { SpendingView } from '../../src/contract/spending.ts';
import { eventually } from '../support/eventually.ts';
import { childrenOf } from '../support/processes.ts';
import { ended } from '../support/task-answer.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

const USAGE = { input: 1_000, cached: 200, output: 50, reasoning: 10 };
const BEGIN = 'echo half > half.txt';
const GO_ON = 'grep -q half half.txt && mkdir -p features && echo made > features/$CHIMERA_TASK_ID';

describe('a real coding agent that is stopped while it works', () => {
  let coder: ScriptedAgent;
  let world: World;
  let chimera: Chimera;
  /** What becomes of it once it has made half of its work; undefined: it goes on from that half. */
  let fate: ScriptedAnswer | undefined;
  const asked: ModelRequest[] = [];
  let answered = 0;

  function script(request: ModelRequest): ScriptedAnswer {
    const answer = answerTo(request);
    if ('usage' in answer) answered += 1;
    return answer;
  }

  function answerTo(request: ModelRequest): ScriptedAnswer {
    const { tools, results } = request;
    const does = (command: string): ScriptedAnswer => {
      const call = shellCall(tools, command);
      return call === undefined ? { text: 'A title', usage: USAGE } : { call, usage: USAGE };
    };
    if (shellCall(tools, 'true') === undefined) return { text: 'A title', usage: USAGE };
    asked.push(request);
    if (fate !== undefined) return results === 0 ? does(BEGIN) : fate;
    return results === 0 ? does(GO_ON) : { text: 'I finished it.', usage: USAGE };
  }

  beforeAll(async () => {
    coder = await startScriptedAgent('opencode', script);
    world = await createWorld({ coder: 'mine', settings: { agents: { mine: coder.choice } } });
    chimera = await world.start('--workers', '1');
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await coder.model.close();
  });

  const keptRefs = async (taskId: string): Promise<string> =>
    (await execa('git', ['for-each-ref', `refs/chimera/wip/${taskId}`], { cwd: world.origin })).stdout;

  const ask = async <T>(path: string): Promise<T> => {
    const answer = await fetch(new URL(path, chimera.apiUrl));
    expect(answer.status).toBe(200);
    return (await answer.json()) as T;
  };

  const post = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(new URL(path, chimera.apiUrl), { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.ok).toBe(true);
  };

  async function isFinished(taskId: string): Promise<void> {
    const task = await world.until(chimera, taskId, ended);
    expect(task).toMatchObject({ status: 'completed', error: null });
    expect(task.result).toMatchObject({ files_changed: [`features/${taskId}`, 'half.txt'] });
    const told = asked.filter(({ said }) => said.some((text) => text.includes('## Where the work stands')));
    expect(told.length).toBeGreaterThan(0);
    for (const { said } of told) expect(said.join('\n')).toContain('- half.txt');
    // In the session that was interrupted: both its prompts are in it.
    expect(told.at(-1)?.said.filter((text) => text.includes('## What proves it'))).toHaveLength(2);
    expect(await keptRefs(taskId)).toBe('');
  }

  it('goes on from the kept work after its worker was killed, is told so, and its usage is counted once', async () => {
    fate = { silent: 'at once' };
    const taskId = await world.submit(chimera, 'unfinished');
    await eventually('its work is kept at the origin', async () => (await keptRefs(taskId)) || undefined, 120_000);
    const [worker] = await childrenOf(chimera.pid, 'worker');
    fate = undefined;
    process.kill(worker ?? 0, 'SIGKILL');

    await isFinished(taskId);
    const spent = await eventually('all answers are in the ledger', async () => {
      const view = await ask<SpendingView>(`/api/spending?task=${taskId}&by=round`);
      return view.total.requests >= answered ? view : undefined;
    });
    expect(spent.total).toMatchObject({ input: answered * USAGE.input, output: answered * USAGE.output });
  }, 300_000);

  it('goes on from it after its task was parked at a limit, and requeued', async () => {
    asked.length = 0;
    fate = { text: 'Half of', stop: 'max_tokens', usage: USAGE };
    const taskId = await world.submit(chimera, 'parked');
    expect(await world.until(chimera, taskId, ended)).toMatchObject({ status: 'dead_lettered' });
    expect(await keptRefs(taskId)).not.toBe('');
    fate = undefined;
    await post(`/api/dlq/${taskId}-1/requeue`, { reason: 'it was nearly there' });
    await world.until(chimera, taskId, ({ status }) => status === 'completed');
    await isFinished(taskId);
  }, 180_000);

  it('has what it left removed when its task is given up', async () => {
    fate = { text: 'Half of', stop: 'max_tokens', usage: USAGE };
    const taskId = await world.submit(chimera, 'given up');
    expect(await world.until(chimera, taskId, ended)).toMatchObject({ status: 'dead_lettered' });
    expect(await keptRefs(taskId)).not.toBe('');
    await post(`/api/dlq/${taskId}-1/discard`, { reason: 'not wanted any more' });
    await world.until(chimera, taskId, ({ status }) => status === 'discarded');
    await eventually('nothing is left at the origin', async () => ((await keptRefs(taskId)) === '' ? true : undefined));
  }, 180_000);
});
