import { installWithApt } from './routes/apt.ts';
import { installWithGo } from './routes/go-install.ts';
import type { Installation, Route, ToolName } from './tool.ts';
import { installWithMaven } from './routes/maven.ts';
import { installWithNpm } from './routes/npm.ts';
import { installWithPlaywright } from './routes/playwright.ts';
import { installWithPip } from './routes/pypi.ts';
import { installFromSdkDownload } from './routes/sdk-download.ts';
import { installStep, tools } from './tools.ts';
import type { Machine } from './machine.ts';

/** A route to try, or the reason why it is closed on this machine. */
export type RouteStep =
  | { readonly route: Route; readonly open: true }
  | { readonly route: Route; readonly open: false; readonly reason: string };

/** What the choice of routes depends on; `has` tells whether a command is there. */
export interface RouteFacts extends Pick<Machine, 'platform' | 'arch' | 'isRoot'> {
  readonly has: (command: string) => boolean;
}

/** The commands that some route asks for. */
export const routeCommands = ['tar', 'go', 'mvn', 'java', 'apt-get', 'sudo', 'python3', 'npm'] as const;

const obstacles: Readonly<Record<Route, (facts: RouteFacts) => string | undefined>> = {
  'sdk-download': ({ platform, arch, has }) => {
    if (!['linux', 'darwin'].includes(platform)) return `there is no download for ${platform}`;
    if (!['x64', 'arm64'].includes(arch)) return `there is no download for ${arch}`;
    return has('tar') ? undefined : 'there is no tar to unpack it with';
  },
  'go-install': ({ has }) => (has('go') ? undefined : 'Go is not installed'),
  maven: ({ has }) => {
    if (!has('java')) return 'Java is not installed';
    return has('mvn') ? undefined : 'Maven is not installed';
  },
  playwright: () => undefined,
  pypi: ({ has }) => (has('python3') ? undefined : 'Python 3 is not installed'),
  npm: ({ has }) => (has('npm') ? undefined : 'npm is not installed'),
  apt: ({ platform, isRoot, has }) => {
    if (platform !== 'linux' || !has('apt-get')) return 'this is not a Debian or Ubuntu system';
    return isRoot || has('sudo') ? undefined : 'it takes root, and sudo is not installed';
  },
};

/** The ways to install a tool, first one first, each open or closed with the reason. */
export function installRoutes(tool: ToolName, facts: RouteFacts): readonly RouteStep[] {
  return tools[tool].install.map(({ route }) => {
    const reason = obstacles[route](facts);
    return reason === undefined ? { route, open: true } : { route, open: false, reason };
  });
}

/** Installs one tool by one route; throws with the reason when it cannot. */
export type Install = (tool: ToolName, route: Route, installation: Installation) => Promise<void>;

/** Installs for real. */
export const install: Install = async (tool, route, installation) => {
  switch (route) {
    case 'sdk-download':
      return installFromSdkDownload(installation, installStep(tool, route));
    case 'go-install':
      return installWithGo(installation, installStep(tool, route));
    case 'maven':
      return installWithMaven(installation, installStep(tool, route));
    case 'playwright':
      return installWithPlaywright(installation);
    case 'pypi':
      return installWithPip(installation, installStep(tool, route));
    case 'npm':
      return installWithNpm(installation, tool, installStep(tool, route));
    case 'apt':
      return installWithApt(installation, installStep(tool, route).packages);
  }
};
