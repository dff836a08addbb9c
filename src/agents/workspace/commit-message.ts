import type { Git } from './git.ts';
import type { CommitRequest } from './workspace.ts';

/** The trailer that a commit's idempotency key stands in. */
const KEY_TRAILER = 'Chimera-Key';

/** A commit's text: the message, then the trailers as its last paragraph. */
export function messageOf({ message, key, trailers = {} }: CommitRequest): string {
  const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
  const lines = Object.entries({ ...trailers, [KEY_TRAILER]: key }).map(
    ([name, value]) => `${name}: ${oneLine(value)}`,
  );
  const text = message.replaceAll('\0', '').trim();
  return `${text === '' ? 'Work of a task' : text}\n\n${lines.join('\n')}\n`;
}

/** The key that a commit was made under, undefined for anybody else's commit. */
export async function keyOf(git: Git, commit: string): Promise<string | undefined> {
  const format = `--format=%(trailers:key=${KEY_TRAILER},valueonly,separator=%x00)`;
  const { stdout } = await git(['log', '-1', '--no-show-signature', format, '--end-of-options', commit, '--']);
  const key = stdout.trimEnd().split('\0')[0];
  return key === '' ? undefined : key;
}
