import type { PoolChangeBody } from '../../../contract/pool/requests.ts';
import { LONGEST_QUEUE, MOST_LEASES, type PoolSettings } from '../../../domain/pool/settings.ts';
import type { CommandContext } from '../../command-context.ts';
import { wrongOption } from '../../failure.ts';
import { settingsWords } from '../../view/pool/words.ts';
import { wholeNumber } from '../whole-number.ts';
import type { PoolCommandOptions, ReasonOption } from './pool-options.ts';

/** The options of `chimera pool set`. */
export interface SetPoolOptions extends PoolCommandOptions, ReasonOption {
  readonly size?: string;
  readonly min?: string;
  readonly max?: string;
  readonly policy?: string;
  readonly queueCap?: string;
  readonly waitBound?: string;
}

/** `chimera pool set`: changes a pool's settings; what is not named gives way where it must. */
export async function setPool(context: CommandContext, options: SetPoolOptions): Promise<void> {
  const change = changeOf(options);
  if (Object.keys(change).length === 0) {
    throw wrongOption('pool set', 'needs one of --size, --min, --max, --policy, --queue-cap and --wait-bound');
  }
  const { reason } = options;
  const { pool } = await context.api();
  const answer = await pool.change({ ...change, ...(reason === undefined ? {} : { reason }) }, options.pool);
  context.answer(answer, [`${context.colours.bold(answer.name)}: ${settingsWords(answer.settings)}`]);
}

function changeOf({ size, min, max, policy, queueCap, waitBound }: SetPoolOptions): PoolChangeBody {
  return {
    ...(size === undefined ? {} : { size: wholeNumber('--size', size, 1, MOST_LEASES) }),
    ...(min === undefined ? {} : { min: wholeNumber('--min', min, 1, MOST_LEASES) }),
    ...(max === undefined ? {} : { max: wholeNumber('--max', max, 1, MOST_LEASES) }),
    ...(policy === undefined ? {} : { policy: policyOf(policy) }),
    ...(queueCap === undefined ? {} : { queue_cap: wholeNumber('--queue-cap', queueCap, 1, LONGEST_QUEUE) }),
    ...(waitBound === undefined ? {} : { wait_bound_seconds: wholeNumber('--wait-bound', waitBound, 1, 86_400) }),
  };
}

function policyOf(given: string): PoolSettings['policy'] {
  if (given === 'autoscaled' || given === 'fixed') return given;
  throw wrongOption('--policy', `must be autoscaled or fixed, not "${given}"`);
}
