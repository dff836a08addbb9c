import type { ArtifactList } from '../../../src/contract/artifact.ts';
import type { Ground } from '../ground/ground.ts';
import type { Scenario } from '../scenario.ts';
import { untilOver } from './progress.ts';

const TASKS = { full: 30, short: 3 } as const;
const OUTPUT_BYTES = 3 * 1024 * 1024;
const MOST_HISTORY_BYTES = 1024 * 1024;
const LIMIT_MS = 300_000;

/** A coder that prints more than a message to Temporal may hold, and leaves as much as evidence. */
export const largeOutput: Scenario = {
  name: '3 MiB of agent output',
  passes: 'kept by reference, nothing fails',
  leastCompleted: 1,
  ground: () => ({ workers: 1, size: 3, agents: { trouble: 'flood' } }),
  async run({ ground, form }) {
    const accepted = await ground.api.submit(TASKS[form], 'large');
    await untilOver(ground, accepted, LIMIT_MS);
    const broken = await Promise.all(accepted.map((id) => missing(ground, id)));
    return { faults: accepted.length, accepted, recovery: [], broken: broken.flat(), notes: [] };
  },
};

/** What is wrong with how a task's output was kept. */
async function missing({ api, client }: Ground, id: string): Promise<readonly string[]> {
  const { body } = await api.ask(`/api/tasks/${id}/artifacts`);
  const kept = (body as ArtifactList).artifacts.filter(({ bytes }) => bytes >= OUTPUT_BYTES).length;
  const { raw } = await client.workflow.getHandle(id).describe();
  const history = Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0);
  return [
    ...(kept < 2 ? [`${id} has ${kept} of 2 large artifacts`] : []),
    ...(history > MOST_HISTORY_BYTES ? [`the history of ${id} has ${history} bytes`] : []),
  ];
}
