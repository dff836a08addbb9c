import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acpPlace, CODER_INPUT, scriptedAcpAgent } from '../../../tests/support/agents/acp-trial.ts';
import type { ModelCall } from '../../domain/money/model-call.ts';

describe('an agent of the Agent Client Protocol', () => {
  const place = acpPlace();

  describe('in the next round', () => {
    /** Two rounds of one task; the second one's log, and what each call was told to have cost. */
    async function twoRounds(
      env: Record<string, string>,
      second: { behaviour?: string; left?: readonly string[] } = {},
    ) {
      const costs: (number | undefined)[] = [];
      const account = {
        spent: ({ cost_usd }: ModelCall) => costs.push(cost_usd),
        about: () => undefined,
        limited: () => undefined,
        refusal: () => Promise.resolve(undefined),
      };
      const inRound = (round: number, behaviour: string, cost: string, left: readonly string[] = []) =>
        scriptedAcpAgent(behaviour, { env: { ...env, COST: cost } }).agent.run(
          'implement_feature',
          { ...place.call, round, left },
          CODER_INPUT,
          {
            signal: new AbortController().signal,
            progress: () => undefined,
            account,
          },
        );
      await inRound(1, 'work', '0.5');
      await rm(place.call.artifacts, { recursive: true });
      const { behaviour = 'work', left } = second;
      await inRound(left === undefined ? 2 : 1, behaviour, '0.75', left).catch(() => undefined);
      return { log: await log(), costs };
    }

    const log = () => readFile(join(place.call.artifacts, 'agent.log'), 'utf8');

    it.each(['resume', 'load'])(
      'goes on in its session, by “%s”, and counts only what came to its cost',
      async (finds) => {
        const { log, costs } = await twoRounds({ FINDS: finds });
        expect(log).toMatch(/going on in session session-\d+/);
        expect(log).not.toContain('I said this before.');
        expect(costs).toEqual([0.5, 0.25]);
      },
    );

    it('goes on in its session where its unfinished work was taken up', async () => {
      expect((await twoRounds({ FINDS: 'resume' }, { left: ['a.ts'] })).log).toContain('going on in session');
    });

    it.each([
      ['it does not say that it finds one', {}, {}],
      ['it is the same round, and its work was not kept', { FINDS: 'resume' }, { left: [] }],
    ])('begins a new one where %s', async (_, env, second) => {
      const { log, costs } = await twoRounds(env, second);
      expect(log).not.toContain('going on in session');
      expect(costs).toEqual([0.5, 0.75]);
    });

    it('begins a new one where it has lost the one of before', async () => {
      const { log } = await twoRounds({ FINDS: 'none' });
      expect(log).toMatch(/session session-\d+ cannot be gone on in, a new one begins/);
      expect(log).toContain('Added the feature.');
    });

    it('tells what a failed call cost, and goes on in no session that led nowhere', async () => {
      const { log, costs } = await twoRounds({ FINDS: 'resume' }, { behaviour: 'broken' });
      expect(log).toContain('going on in session');
      expect(costs).toEqual([0.5, 0.25]);
      await expect(access(join(place.call.home, 'session.json'))).rejects.toThrow('ENOENT');
    });
  });
});
