import type { CommandContext, CommonOptions } from '../../command-context.ts';
import { wrongOption } from '../../failure.ts';

/** The options of `chimera dlq note`. */
export interface NoteOptions extends CommonOptions {
  /** False with --no-investigated. */
  readonly investigated?: boolean;
  readonly resolution?: string;
}

/** `chimera dlq note`: whether a parked task was looked into, and what came of it. */
export async function note(
  context: CommandContext,
  id: string,
  { investigated, resolution }: NoteOptions,
): Promise<void> {
  if (investigated === undefined && resolution === undefined) {
    throw wrongOption('dlq note', 'needs --investigated, --no-investigated or --resolution');
  }
  const { dlq } = await context.api();
  const entry = await dlq.note(id, {
    ...(investigated === undefined ? {} : { investigated }),
    ...(resolution === undefined ? {} : { resolution }),
  });
  const found = entry.resolution === null ? '' : `: ${entry.resolution}`;
  context.answer(entry, [`${entry.id} is ${entry.investigated ? 'investigated' : 'not investigated'}${found}`]);
}
