/**
 * Compiles src to dist, with the migrations beside it and the workflows bundled ahead, so that a worker starts at once.
 * Does nothing when nothing changed since the last build.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, glob, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const digestFile = join(dist, 'build.digest');

const digest = await digestOfSources();
const built = await readFile(digestFile, 'utf8').catch(() => undefined);
if (built !== digest) await build();

async function build(): Promise<void> {
  process.stderr.write('Building Chimera …\n');
  await rm(digestFile, { force: true });
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
  await cp(join(root, 'src/persistence/migrations'), join(dist, 'persistence/migrations'), { recursive: true });
  const workflowsPath = join(dist, 'workflows/index.js');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  await writeFile(join(dist, 'workflow-bundle.js'), code);
  await writeFile(digestFile, digest);
}

/** A digest of all that a build is made from. */
async function digestOfSources(): Promise<string> {
  const sum = createHash('sha256');
  const files = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.ts'];
  for await (const file of glob('src/**/*', { cwd: root, withFileTypes: true })) {
    if (file.isFile() && !file.name.endsWith('.test.ts')) files.push(join(file.parentPath, file.name));
  }
  for (const file of files.sort()) sum.update(file).update(await readFile(resolve(root, file)));
  return sum.digest('hex');
}
