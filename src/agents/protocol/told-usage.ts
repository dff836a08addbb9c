import { z } from 'zod';
import type { ModelCall } from '../../domain/money/model-call.ts';
import type { CallAccount } from '../agent.ts';

const tokens = z.number().nonnegative();

/** What a result or an error may say of what the work took. */
export const toldUsage = z.object({
  usage: z
    .object({
      tokens_used: tokens.exactOptional(),
      cost_usd: z.number().nonnegative().exactOptional(),
      model: z.string().min(1).max(200).exactOptional(),
      input: tokens.exactOptional(),
      cached: tokens.exactOptional(),
      cached_written: tokens.exactOptional(),
      output: tokens.exactOptional(),
      reasoning: tokens.exactOptional(),
    })
    .refine(({ input, output }) => (input === undefined) === (output === undefined), {
      path: ['output'],
      message: 'input and output are told together, or neither is',
    })
    .exactOptional(),
  session: z.string().max(200).exactOptional(),
});

/**
 * Puts what an agent says of the work into the call's account; what is not well formed is told of elsewhere. `repeats`: it may
 * say the same of the same work again.
 */
export function keepAccount(
  account: CallAccount | undefined,
  final: unknown,
  { repeats }: { readonly repeats: boolean },
): void {
  const told = toldUsage.safeParse(final);
  if (!told.success) return;
  const { usage, session } = told.data;
  if (session !== undefined) account?.about({ session });
  if (usage !== undefined) account?.spent(callOf(usage), repeats ? JSON.stringify(final) : undefined);
}

function callOf(usage: NonNullable<z.output<typeof toldUsage>['usage']>): ModelCall {
  const { model, tokens_used, cost_usd, input, cached = 0, cached_written = 0, output, reasoning = 0 } = usage;
  return {
    outcome: 'told',
    ...(model === undefined ? {} : { model }),
    ...(cost_usd === undefined ? {} : { cost_usd }),
    ...(tokens_used === undefined ? {} : { tokens: Math.round(tokens_used) }),
    ...(input === undefined || output === undefined
      ? {}
      : { usage: { input, cached, cached_written, output, reasoning } }),
  };
}
