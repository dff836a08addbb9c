import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelRequest, type ScriptedAnswer, shellCall } from '../../src/cli/demo/model/scripted-model.ts';
import { type ScriptedAgent, startScriptedAgent } from '../../src/cli/demo/scripted-agent.ts';
import type { AgentView } from '../../src/contract/agent.ts';
import { ended } from '../support/task-answer.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

const USAGE = { input: 1_000, cached: 200, output: 50, reasoning: 10 };

describe('a real coding agent that reviews', () => {
  let reviewer: ScriptedAgent;
  let world: World;
  let chimera: Chimera;
  /** What its prompts say, one a review. */
  const prompts = new Set<string>();
  /** What the change is found to be by `git diff` in its own worktree, a review each. */
  const findings = [
    [{ severity: 'ERROR', file: 'features/made', line: 1, message: 'only the test is satisfied' }],
    [{ severity: 'INFO', message: 'well done' }],
  ];

  /** Looks at the change by the command that it is told, then says what it found. */
  function script({ said, tools, results }: ModelRequest): ScriptedAnswer {
    const prompt = said.findLast((text) => text.includes('## How to answer'));
    const diff = /git diff [0-9a-f]{40} [0-9a-f]{40}/.exec(prompt ?? '')?.[0];
    if (prompt === undefined || diff === undefined) return { text: 'A title', usage: USAGE };
    const forge = 'for file in change.diff review.md agent.log; do echo forged > $CHIMERA_ARTIFACTS/../$file; done';
    const look = `${diff} | grep '^+++ b/features/' > $CHIMERA_ARTIFACTS/seen.txt; ${forge}; echo > left-behind.txt`;
    const call = shellCall(tools, look);
    if (call === undefined) return { text: 'A title', usage: USAGE };
    prompts.add(prompt);
    if (results === 0) return { call, usage: USAGE };
    const found = findings[prompts.size - 1] ?? [];
    return { text: `I read the change.\n${JSON.stringify({ findings: found })}`, usage: USAGE };
  }

  beforeAll(async () => {
    reviewer = await startScriptedAgent('opencode', script);
    world = await createWorld({
      reviewer: 'critic',
      project: { rework: { review_rounds: 1 } },
      settings: { agents: { critic: reviewer.choice }, sandbox: 'on' },
    });
    chimera = await world.start('--workers', '1');
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await reviewer.model.close();
  });

  const evidence = async (taskId: string, path: string): Promise<string> => {
    const answer = await fetch(new URL(`/api/tasks/${taskId}/artifacts/${path}`, chimera.apiUrl));
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.text();
  };

  it('comes after the rules; what it finds is reworked, and what it leaves is in no change', async () => {
    const taskId = await world.submit(chimera, 'reviewed');
    const task = await world.until(chimera, taskId, ended);
    expect(task).toMatchObject({ status: 'completed', error: null, rework: { review: 1 } });
    expect(task.result?.files_changed).toEqual([`features/${taskId}`]);
    expect([...prompts]).toHaveLength(2);
    const report = await evidence(taskId, 'GUARDIAN_REVIEW-1/review.md');
    for (const part of [': rejected', '`features/made:1` — only the test is satisfied']) expect(report).toContain(part);
    for (const file of ['change.diff', 'review.md', 'agent.log']) {
      expect(await evidence(taskId, `GUARDIAN_REVIEW-1/${file}`)).not.toMatch(/^forged/m);
    }
    // What the rules left is still there; and the change was seen by the command that was told.
    expect(await evidence(taskId, 'GUARDIAN_REVIEW-1/change.diff')).toContain(`features/${taskId}`);
    expect(await evidence(taskId, 'GUARDIAN_REVIEW-2/reviewer/seen.txt')).toBe(`+++ b/features/${taskId}\n`);
    expect(await evidence(taskId, 'GUARDIAN_REVIEW-2/review.md')).toContain(': approved');

    const answer = await fetch(new URL('/api/agents', chimera.apiUrl));
    const { agents } = (await answer.json()) as { agents: readonly AgentView[] };
    const names = agents.filter(({ actions }) => actions.includes('review_change')).map(({ name }) => name);
    expect(names).toEqual(['guardian-agent', 'critic']);
  }, 180_000);
});
