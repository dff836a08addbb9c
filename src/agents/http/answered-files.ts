import { z } from 'zod';
import { TerminalAgentError } from '../../domain/failure.ts';
import type { AgentAction } from '../../domain/phase.ts';
import { problemText, type FinalMessage } from '../protocol/message.ts';
import { isPathBelow } from '../path-below.ts';

const path = z
  .string()
  .refine(isPathBelow, 'must be a relative path such as "src/cart.js", without "..", ".git" and empty parts');

const written = z
  .strictObject({ path, content: z.string(), encoding: z.enum(['utf-8', 'base64']).default('utf-8') })
  .refine(({ content, encoding }) => encoding === 'utf-8' || z.base64().safeParse(content).success, {
    path: ['content'],
    message: 'must be base64, as its encoding says',
  });

const deleted = z.strictObject({ path, delete: z.literal(true) });

const fetched = z.strictObject({ path, url: z.string().min(1) });

/** Looks at the kinds one by one, so that the problem is told of the kind that was meant. */
const oneOf = <A extends z.ZodType, B extends z.ZodType>(key: string, withKey: A, without: B) =>
  z.unknown().transform((value, context): z.output<A> | z.output<B> => {
    const schema = typeof value === 'object' && value !== null && key in value ? withKey : without;
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  });

const distinct = (files: readonly { readonly path: string }[]): boolean =>
  new Set(files.map((file) => file.path)).size === files.length;

const MOST_CHANGES = 10_000;
const MOST_ARTIFACTS = 200;

/** A list of so many at most; of a longer one none is looked at. */
const atMost = <Item extends z.ZodType>(most: number, item: Item) =>
  z.array(z.unknown()).max(most, `must be ${most} at most`).pipe(z.array(item));

const files = z.object({
  changes: atMost(MOST_CHANGES, oneOf('delete', deleted, written))
    .refine(distinct, 'must name each path once')
    .default([]),
  artifacts: atMost(MOST_ARTIFACTS, oneOf('url', fetched, written))
    .refine(distinct, 'must name each path once')
    .default([]),
});

/** A file that an answer holds. */
export type WrittenFile = z.output<typeof written>;

/** A file that an answer tells to write into the workspace, or to remove from it. */
export type FileChange = WrittenFile | z.output<typeof deleted>;

/** Evidence that an answer holds, or names by a URL. */
export type NamedArtifact = WrittenFile | z.output<typeof fetched>;

const MAY_CHANGE: readonly AgentAction[] = ['generate_test', 'implement_feature'];

/**
 * The files that come with a result: changes to the workspace, and evidence.
 * @throws {TerminalAgentError} that names what is wrong with them.
 */
export function filesOf(
  action: AgentAction,
  result: FinalMessage,
): { readonly changes: readonly FileChange[]; readonly artifacts: readonly NamedArtifact[] } {
  const read = files.safeParse(result);
  if (!read.success) {
    throw new TerminalAgentError(`The agent's result is not valid for ${action}: ${problemText(read.error, 'files')}`);
  }
  if (read.data.changes.length > 0 && !MAY_CHANGE.includes(action)) {
    throw new TerminalAgentError(`The agent's result has changes, but ${action} changes no file.`);
  }
  return read.data;
}

/** The bytes of a file that an answer holds. */
export function bytesOf({ content, encoding }: WrittenFile): Buffer {
  return Buffer.from(content, encoding);
}
