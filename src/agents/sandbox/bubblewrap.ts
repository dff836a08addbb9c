import { existsSync, realpathSync, statSync } from 'node:fs';
import type { AccessRule, Mount } from './mount-plan.ts';
import { mountPlan } from './mount-plan.ts';
import type { Confine, Sandbox } from './sandbox.ts';

/** What a sandbox of bubblewrap's is made from. */
export interface BubblewrapOptions {
  /** The program `bwrap`, as an absolute path. */
  readonly program: string;
  readonly version: string;
  /** For every program of a task, whatever else it may; a later rule wins over an earlier one for the same path. */
  readonly taskRules: readonly AccessRule[];
  /** For the run of a test. */
  readonly proofRules: readonly AccessRule[];
  /** Whether this process is the root user's, whose programs keep what installing and unpacking takes. */
  readonly root: boolean;
}

/**
 * What a program of the root user's may still do: be the owner of its files. Not among them is all that would undo the
 * sandbox: mounting, devices, the clock, other processes' memory, files by their inode.
 */
const ROOT_CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'SETGID', 'SETUID', 'NET_BIND_SERVICE'];

/** A sandbox of Linux's namespaces, by the program bubblewrap. The network is the host's. */
export function bubblewrap(options: BubblewrapOptions): Sandbox {
  const { program, version, root } = options;
  const confine =
    (rules: readonly AccessRule[], more: readonly string[]): Confine =>
    (argv, cwd) => [
      program,
      ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--ro-bind', '/proc/sys', '/proc/sys'],
      ...mountPlan(present(rules)).flatMap(mountArguments),
      ...['--unshare-pid', '--unshare-ipc', ...more],
      ...(root ? ['--cap-drop', 'ALL', ...ROOT_CAPABILITIES.flatMap((name) => ['--cap-add', `CAP_${name}`])] : []),
      ...['--chdir', cwd, '--', ...argv],
    ];
  const DIES = ['--die-with-parent'];
  return {
    description: `bubblewrap ${version}`,
    on: true,
    forTask: ({ project, writable, outlives = false }) =>
      confine([...options.taskRules, ...[...project.sandbox.writable, ...writable].map(writing)], outlives ? [] : DIES),
    forProof: ({ readable, writable }) =>
      confine([...options.proofRules, ...readable.map(reading), ...writable.map(writing)], DIES),
  };
}

const reading = (path: string): AccessRule => ({ path, access: 'read' });
const writing = (path: string): AccessRule => ({ path, access: 'write' });

/** The rules for what there is, by real paths: a mount needs something to lie on. */
function present(rules: readonly AccessRule[]): AccessRule[] {
  return rules.flatMap(({ path, access }) => (existsSync(path) ? [{ path: realpathSync(path), access }] : []));
}

function mountArguments({ path, access }: Mount): readonly string[] {
  switch (access) {
    case 'read':
      return ['--ro-bind', path, path];
    case 'write':
      return ['--bind', path, path];
    case 'empty':
      return isDirectory(path) ? ['--tmpfs', path] : ['--ro-bind', '/dev/null', path];
  }
}

function isDirectory(path: string): boolean {
  return statSync(path).isDirectory();
}
