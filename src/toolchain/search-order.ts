import type { Machine } from './machine.ts';
import {
  schemathesisVersion,
  temporalCliVersion,
  temporalSdkVersion,
  testServerVersion,
  toxiproxyVersion,
} from './pinned-versions.ts';
import type { ToolName } from './tool.ts';

/** A place where a tool may be. */
export type Place =
  | { readonly kind: 'variable'; readonly variable: string; readonly path: string }
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'cache'; readonly folder: string }
  | { readonly kind: 'playwright' }
  | { readonly kind: 'versioned'; readonly parent: string; readonly below: string };

/** The environment variable that names each tool's path and, when set, is the only place looked at. */
export const pathVariables: Readonly<Record<ToolName, string>> = {
  temporal: 'CHIMERA_TEMPORAL_CLI',
  'temporal-test-server': 'CHIMERA_TEMPORAL_TEST_SERVER',
  chromium: 'CHIMERA_CHROMIUM',
  ffmpeg: 'CHIMERA_FFMPEG',
  postgres: 'CHIMERA_POSTGRES_BIN',
  git: 'CHIMERA_GIT',
  bubblewrap: 'CHIMERA_BUBBLEWRAP',
  'git-lfs': 'CHIMERA_GIT_LFS',
  toxiproxy: 'CHIMERA_TOXIPROXY',
  faketime: 'CHIMERA_FAKETIME',
  prometheus: 'CHIMERA_PROMETHEUS',
  schemathesis: 'CHIMERA_SCHEMATHESIS',
};

/** The cache folders that hold what set-up itself installs, one a tool, version and way of installing. */
export const cacheFolders = {
  temporalDownloaded: `temporal-cli-for-sdk-${temporalSdkVersion}`,
  temporalBuilt: `temporal-cli-${temporalCliVersion}`,
  testServerDownloaded: `temporal-test-server-for-sdk-${temporalSdkVersion}`,
  testServerFromMaven: `temporal-test-server-${testServerVersion}`,
  toxiproxyBuilt: `toxiproxy-${toxiproxyVersion}`,
  schemathesisFromPip: `schemathesis-${schemathesisVersion}`,
} as const;

const commands = (...names: readonly string[]): Place[] => names.map((command) => ({ kind: 'command', command }));
const caches = (...folders: readonly string[]): Place[] => folders.map((folder) => ({ kind: 'cache', folder }));

const usualPlaces: Readonly<Record<ToolName, (machine: Machine) => readonly Place[]>> = {
  temporal: () => [...commands('temporal'), ...caches(cacheFolders.temporalDownloaded, cacheFolders.temporalBuilt)],
  'temporal-test-server': () => [
    ...commands('temporal-test-server'),
    ...caches(cacheFolders.testServerDownloaded, cacheFolders.testServerFromMaven),
  ],
  chromium: ({ platform }) => [
    ...commands('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
    ...(platform === 'darwin'
      ? [{ kind: 'file', path: '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' } as const]
      : []),
    { kind: 'playwright' },
  ],
  ffmpeg: () => [...commands('ffmpeg'), { kind: 'playwright' }],
  postgres: ({ platform }) => [
    ...commands('initdb'),
    ...(platform === 'linux' ? [{ kind: 'versioned', parent: '/usr/lib/postgresql', below: 'bin' } as const] : []),
  ],
  git: () => commands('git'),
  bubblewrap: () => commands('bwrap'),
  'git-lfs': () => commands('git-lfs'),
  toxiproxy: () => [...commands('toxiproxy-server'), ...caches(cacheFolders.toxiproxyBuilt)],
  faketime: () => commands('faketime'),
  prometheus: () => commands('prometheus'),
  schemathesis: () => [...commands('schemathesis'), ...caches(cacheFolders.schemathesisFromPip)],
};

/** Where to look for a tool, first place first. A path the user named is never silently replaced by another. */
export function searchOrder(tool: ToolName, machine: Machine): readonly Place[] {
  const variable = pathVariables[tool];
  const path = machine.env[variable];
  return path ? [{ kind: 'variable', variable, path }] : usualPlaces[tool](machine);
}

/** A place in words, for a person who wonders where was looked. */
export function describePlace(place: Place): string {
  switch (place.kind) {
    case 'variable':
      return `${place.variable}=${place.path}`;
    case 'command':
      return `${place.command} on PATH`;
    case 'file':
      return place.path;
    case 'cache':
      return `cache folder ${place.folder}`;
    case 'playwright':
      return "Playwright's cache";
    case 'versioned':
      return `${place.parent}/*/${place.below}`;
  }
}
