import type { Route } from './install-routes.ts';
import { installWithApt } from './routes/apt.ts';
import { goBuilds, installWithGo } from './routes/go-install.ts';
import type { Installation } from './routes/installation.ts';
import { installWithMaven } from './routes/maven.ts';
import { installWithPlaywright } from './routes/playwright.ts';
import { installWithPip } from './routes/pypi.ts';
import { installFromSdkDownload } from './routes/sdk-download.ts';
import { cacheFolders } from './search-order.ts';
import type { ToolName } from './tool.ts';

/** Installs one tool by one route; throws with the reason when it cannot. */
export type Install = (tool: ToolName, route: Route, installation: Installation) => Promise<void>;

const packages: Readonly<Partial<Record<ToolName, readonly string[]>>> = {
  chromium: ['chromium', 'fonts-liberation'],
  ffmpeg: ['ffmpeg'],
  postgres: ['postgresql'],
  bubblewrap: ['bubblewrap'],
  'git-lfs': ['git-lfs'],
  faketime: ['faketime'],
  prometheus: ['prometheus'],
};

/** Installs for real. */
export const install: Install = async (tool, route, installation) => {
  switch (route) {
    case 'sdk-download':
      return installFromSdkDownload(
        installation,
        tool === 'temporal'
          ? { artifact: 'cli', folder: cacheFolders.temporalDownloaded }
          : { artifact: 'temporal-test-server', folder: cacheFolders.testServerDownloaded },
      );
    case 'go-install':
      return installWithGo(installation, tool === 'temporal' ? goBuilds.temporal : goBuilds.toxiproxy);
    case 'maven':
      return installWithMaven(installation);
    case 'playwright':
      return installWithPlaywright(installation);
    case 'pypi':
      return installWithPip(installation);
    case 'apt':
      return installWithApt(installation, packages[tool] ?? []);
  }
};
