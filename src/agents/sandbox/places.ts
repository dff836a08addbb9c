import { isAbsolute, join } from 'node:path';
import type { AccessRule } from './mount-plan.ts';

/** The host as far as the sandbox's rules depend on it. Absolute paths. */
export interface HostPlaces {
  readonly home: string;
  readonly temporaryDirectory: string;
  /** The environment that programs inherit from. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Chimera itself: its code, its data, its cache, its configuration, the tools that it works with. */
  readonly own: readonly string[];
  /** The repositories of projects that lie on this host. */
  readonly repositories: readonly string[];
}

/** Sockets by which a program could have another one do, outside, what it may not do itself. */
const DOORS = [
  ...['/run/dbus', '/run/systemd', '/run/user', '/run/docker.sock', '/run/docker', '/run/containerd', '/run/podman'],
  ...['/run/crio', '/run/snapd.socket', '/run/libvirt'],
];

/** Below a door and harmless: how names are resolved. */
const BEHIND_DOORS = ['/run/systemd/resolve'];

/** In a home directory: what is run or believed later, by the user or by git for Chimera, outside of any sandbox. */
const RUN_LATER = [
  ...['.ssh', '.gnupg', '.netrc', '.gitconfig', '.git-credentials', '.config/git'],
  ...[
    '.bashrc',
    '.bash_profile',
    '.bash_login',
    '.bash_logout',
    '.profile',
    '.zshrc',
    '.zshenv',
    '.zprofile',
    '.zlogin',
  ],
  ...['.config/fish', '.config/systemd', '.config/autostart', '.config/environment.d', '.local/bin', 'bin'],
];

/** What a program of any task may do on this host; what its project and its own work add comes after. */
export function taskRules({ home, temporaryDirectory, env, own, repositories }: HostPlaces): readonly AccessRule[] {
  const roomy = [home, ...homesOf(env), temporaryDirectory, '/tmp', '/var/tmp'];
  const path = (env['PATH'] ?? '').split(':').filter((folder) => isAbsolute(folder) && !roomy.includes(folder));
  return [
    ...rules('write', roomy),
    ...rules('empty', [...DOORS, ...runtimeDirectory(env)]),
    ...rules('read', BEHIND_DOORS),
    ...rules(
      'read',
      RUN_LATER.map((name) => join(home, name)),
    ),
    ...rules('read', path),
    ...rules('read', repositories),
    ...rules('read', own),
  ];
}

/** What the run of a test may do on this host: read, with temporary files of its own. */
export function proofRules({ temporaryDirectory, env, own }: Omit<HostPlaces, 'home'>): readonly AccessRule[] {
  return [
    ...rules('empty', [...DOORS, ...runtimeDirectory(env), '/tmp', '/var/tmp', temporaryDirectory]),
    ...rules('read', BEHIND_DOORS),
    ...rules('read', own),
  ];
}

function homesOf(env: HostPlaces['env']): readonly string[] {
  return ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'].flatMap((name) => absolute(env[name]));
}

function runtimeDirectory(env: HostPlaces['env']): readonly string[] {
  return absolute(env['XDG_RUNTIME_DIR']);
}

function absolute(path: string | undefined): readonly string[] {
  return path !== undefined && isAbsolute(path) ? [path] : [];
}

function rules(access: AccessRule['access'], paths: readonly string[]): readonly AccessRule[] {
  return paths.map((path) => ({ path, access }));
}
