import { join } from 'node:path';
import type { Sandbox } from '../../src/agents/sandbox/sandbox.ts';
import { createSandbox } from '../../src/runtime/sandbox.ts';
import { findTool } from '../../src/toolchain/index.ts';
import { memoryLog } from './memory-log.ts';

/** The sandbox of this host as a worker with this data directory has it. */
export async function sandboxOver(dataDirectory: string): Promise<Sandbox> {
  const [chromium, ffmpeg] = await Promise.all([findTool('chromium'), findTool('ffmpeg')]);
  if (chromium === undefined) throw new Error('Chromium is missing: run the set-up first');
  return createSandbox({
    config: { sandbox: 'on', projects: [] },
    environment: { dataDirectory, configFile: join(dataDirectory, 'chimera.config.yaml') },
    chromium: chromium.path,
    ffmpeg: ffmpeg?.path,
    log: memoryLog().log,
  });
}
