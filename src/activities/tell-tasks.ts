import type { PoolEffect, PoolMessage } from '../domain/pool/messages.ts';
import type { ActivityPorts } from './ports.ts';

/** Tells tasks what their pool decided, all at once; gives those back that are closed. Safe to repeat. */
export const tellTasks =
  ({ tasks }: Pick<ActivityPorts, 'tasks'>) =>
  async (effects: readonly PoolEffect[]): Promise<readonly PoolMessage[]> => {
    const told = await Promise.all(effects.map(async (effect) => ({ effect, open: await tasks.tell(effect) })));
    return told
      .filter(({ effect, open }) => !open && effect.kind === 'grant')
      .map(({ effect: { task_id, ask } }) => ({ kind: 'gone', task_id, ask }));
  };
