import { join } from 'node:path';
import type { Sandbox } from '../../src/agents/sandbox/sandbox.ts';
import { cacheDirectory, findTool, thisMachine } from '../../src/toolchain/index.ts';
import { createSandbox } from '../../src/worker/sandbox.ts';
import { memoryLog } from './memory-log.ts';

/** The sandbox of this host as a worker with this data directory, and projects of these repositories, has it. */
export async function sandboxOver(dataDirectory: string, ...repositories: readonly string[]): Promise<Sandbox> {
  const [bubblewrap, chromium, ffmpeg] = await Promise.all([
    findTool('bubblewrap'),
    findTool('chromium'),
    findTool('ffmpeg'),
  ]);
  if (chromium === undefined) throw new Error('Chromium is missing: run the set-up first');
  return createSandbox({
    config: { sandbox: 'on', projects: repositories.map((repository) => ({ repository })) },
    dataDirectory,
    tools: {
      bubblewrap,
      chromium: chromium.path,
      ffmpeg: ffmpeg?.path,
      cache: cacheDirectory(thisMachine()),
      configFile: join(dataDirectory, 'chimera.config.yaml'),
    },
    log: memoryLog().log,
  });
}
