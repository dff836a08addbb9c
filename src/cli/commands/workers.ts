import type { CommandContext } from '../command-context.ts';
import { workerLines, workerPanel } from '../view/worker-lines.ts';

/** The options of `chimera workers`. */
export interface WorkersOptions {
  readonly all?: boolean;
}

/** `chimera workers`: how many are alive, and which are not and why; with a name or an id that worker. */
export async function workers(
  context: CommandContext,
  name: string | undefined,
  { all = false }: WorkersOptions,
): Promise<void> {
  const api = await context.api();
  const { colours, width } = context;
  const drawing = { colours, width, now: Date.now(), all };
  if (name === undefined) {
    const answer = await api.workers();
    context.answer(answer, workerLines(answer, drawing));
  } else {
    const answer = await api.worker(name);
    context.answer(answer, workerPanel(answer, drawing));
  }
}
