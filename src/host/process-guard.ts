import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ProcessTree } from './process-tree.ts';

/**
 * Reads the tree's marker, its group, then `done`. End of input before `done` means that the worker is gone: the tree is
 * killed, again and again until nothing of it was seen twice in a row. The marker comes by input, since a search for it
 * among command lines would find the guard as well.
 */
const GUARD_SCRIPT = `
read -r marker || exit 0
while read -r word; do
  [ "$word" = done ] && exit 0
  group=$word
done
members() {
  if [ -r /proc/self/environ ]; then
    grep -lF -e "$marker" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
  else
    ps axeww -o pid=,command= | grep -F -e "$marker" | while read -r pid rest; do echo "$pid"; done
  fi
}
quiet=0 round=0
while [ $quiet -lt 2 ] && [ $round -lt 100 ]; do
  round=$((round + 1)) quiet=$((quiet + 1))
  [ -n "$group" ] && kill -KILL -- "-$group" 2>/dev/null && quiet=0
  for pid in $(members); do
    kill -KILL -- "-$pid" 2>/dev/null
    kill -KILL "$pid" 2>/dev/null && quiet=0
  done
  sleep 0.05
done
`;

/** Holds a tree: if this process dies before `release`, by whatever signal, the tree is killed at once. */
export interface ProcessGuard {
  /** Tells the group once it is known. */
  attach(group: ProcessTree['group']): void;
  /** Ends the guard; resolves when its process is gone. Safe to repeat. */
  release(): Promise<void>;
}

/** Puts a guard on the processes that will carry `marker`; to be done before the first of them starts. */
export function guardTree(marker: ProcessTree['marker']): ProcessGuard {
  // In a session of its own, so that what ends the worker's group or terminal does not end the guard first.
  const holder = spawn('/bin/sh', ['-c', GUARD_SCRIPT], {
    detached: true,
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const gone = Promise.race([once(holder, 'close'), once(holder, 'error')]).catch(() => undefined);
  // A guard that was killed cannot be written to; the run goes on without it.
  holder.stdin.on('error', () => undefined);
  holder.stdin.write(`${marker}\n`);
  return {
    attach: (group) => {
      holder.stdin.write(`${group}\n`);
    },
    release: async () => {
      holder.stdin.end('done\n');
      await gone;
    },
  };
}
