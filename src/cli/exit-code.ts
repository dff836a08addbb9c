/** What a command's exit code says; docs/cli.md and `--help` list the same. */
export const EXIT_CODES = {
  ok: 0,
  /** The task ended without success, the system is unhealthy, or the command could not do its work. */
  unsuccessful: 1,
  /** A wrong option, or input that Chimera refused. */
  usage: 2,
  notFound: 3,
  /** Nothing is wrong with the command; the same one may work later. */
  unreachable: 4,
  interrupted: 130,
} as const;

/** An exit code of the CLI. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** The exit codes as `--help` shows them. */
export const EXIT_CODE_HELP = `
Exit codes:
  0    done
  1    the task ended without success, the system is unhealthy, or the command could not do its work
  2    a wrong option, or input that Chimera refused
  3    no such task, dead letter, pool, agent or file
  4    not now: Chimera or Temporal cannot be reached, or the pool takes no more
  130  interrupted`;
