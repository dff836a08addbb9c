import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cliFailure } from '../failure.ts';
import { runningInstance } from '../instance/instance-file.ts';

/** The places of a demo. Absolute paths. */
export interface DemoDirectory {
  readonly root: string;
  /** The shop's git repository, which stays when the demo is over. */
  readonly shop: string;
  /** Chimera's data directory for the demo. */
  readonly data: string;
  readonly config: string;
  readonly log: string;
  /** Where the evidence is put: screenshots, reports, traces. */
  readonly evidence: string;
  readonly screenshot: string;
}

const MARKER = '.chimera-demo';

/**
 * A fresh directory for a demo. What an earlier demo left there is removed; a directory that holds anything else, or in
 * which a demo still runs, is refused. Git ignores the directory by itself.
 */
export async function prepareDemoDirectory(path: string): Promise<DemoDirectory> {
  const root = resolve(path);
  const directory: DemoDirectory = {
    root,
    shop: join(root, 'shop'),
    data: join(root, 'data'),
    config: join(root, 'chimera.config.yaml'),
    log: join(root, 'chimera.log'),
    evidence: join(root, 'evidence'),
    screenshot: join(root, 'screenshot.png'),
  };
  const entries = await readdir(root).catch((): string[] => []);
  if (entries.length > 0 && !entries.includes(MARKER)) {
    throw cliFailure(
      'usage',
      'The directory is not empty',
      `--directory ${root} holds something else; choose another.`,
    );
  }
  const running = await runningInstance(directory.data);
  if (running !== undefined) {
    throw cliFailure(
      'already-running',
      'A demo is running there',
      `Process ${running.pid} works in ${root}; end it, or choose another --directory.`,
    );
  }
  await rm(root, { recursive: true, force: true });
  await mkdir(directory.evidence, { recursive: true });
  await writeFile(join(root, MARKER), '');
  await writeFile(join(root, '.gitignore'), '*\n');
  return directory;
}
