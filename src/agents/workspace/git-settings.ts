import { agentEnvironment } from '../process/environment.ts';
import { LFS_SETTINGS } from './lfs.ts';

const PROTOCOLS = ['file', 'http', 'https', 'ssh', 'git'];

/** Settings that win over every configuration file: no hooks, no programs of the repository's choice, no submodules of git's. */
const SETTINGS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.excludesFile=/dev/null',
  'core.attributesFile=/dev/null',
  'core.autocrlf=false',
  'core.quotePath=false',
  'core.packedRefsTimeout=10000',
  'core.filesRefLockTimeout=10000',
  'commit.gpgSign=false',
  'push.gpgSign=false',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'push.recurseSubmodules=no',
  'safe.directory=*',
  // A process of git's own that outlives its command would be in the way of what comes next.
  'gc.autoDetach=false',
  'maintenance.autoDetach=false',
  // A stalled transfer is an error after a minute.
  'http.lowSpeedLimit=1000',
  'http.lowSpeedTime=60',
  ...LFS_SETTINGS,
  'protocol.allow=never',
  ...PROTOCOLS.map((protocol) => `protocol.${protocol}.allow=always`),
];

/** Git's leading arguments: the settings, then those given, `name=value`. */
export function settingArguments(extra: readonly string[] = []): string[] {
  return [...SETTINGS, ...extra].flatMap((setting) => ['-c', setting]);
}

const OPERATORS_CHOICE = ['SSH_AUTH_SOCK', 'GIT_ASKPASS', 'SSH_ASKPASS', 'GIT_SSL_CAINFO'];

/** Git's environment: nobody's configuration, nobody's terminal, one author; GIT_DIR and the like are not inherited. */
export function gitEnvironment(surroundings: Readonly<NodeJS.ProcessEnv> = process.env): Record<string, string> {
  const chosen = OPERATORS_CHOICE.flatMap((name) => {
    const value = surroundings[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...agentEnvironment(Object.fromEntries(chosen), surroundings),
    // Messages are read to tell a network fault from a wrong configuration.
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_SSH_COMMAND: surroundings['GIT_SSH_COMMAND'] ?? 'ssh -o BatchMode=yes -o ConnectTimeout=30',
    GIT_AUTHOR_NAME: 'Chimera',
    GIT_AUTHOR_EMAIL: 'chimera@localhost',
    GIT_COMMITTER_NAME: 'Chimera',
    GIT_COMMITTER_EMAIL: 'chimera@localhost',
  };
}
