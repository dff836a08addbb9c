import { join } from 'node:path';
import { cacheDirectory } from '../../../src/toolchain/cache-directory.ts';
import { findCommand } from '../../../src/toolchain/executables.ts';
import { withInstallLock } from '../../../src/toolchain/install-lock.ts';
import { installFolder, readInstalled } from '../../../src/toolchain/installed-folder.ts';
import { thisMachine } from '../../../src/toolchain/machine.ts';
import { goDirectories } from '../../../src/toolchain/routes/go-install.ts';
import { runProgram } from '../../../src/toolchain/run-program.ts';

const VERSION = '2.12.0';
const FOLDER = `toxiproxy-${VERSION}`;
const BUILD_LIMIT_MS = 10 * 60_000;

/**
 * The path of Toxiproxy's server: the one on PATH, else one built from source once and kept in Chimera's cache.
 * @throws {Error} when neither is possible.
 */
export async function faultProxyProgram(): Promise<string> {
  const machine = thisMachine();
  const present = await findCommand('toxiproxy-server', machine.env['PATH']);
  if (present !== undefined) return present;
  const cache = cacheDirectory(machine);
  return withInstallLock(cache, 'toxiproxy', async () => {
    const known = await readInstalled(cache, FOLDER);
    if (known !== undefined) return known.executable;
    const go = await findCommand('go', machine.env['PATH'], goDirectories);
    if (go === undefined) throw new Error('Neither toxiproxy-server nor Go, which builds it, is installed');
    await installFolder(cache, FOLDER, async (draft) => {
      const program = `github.com/Shopify/toxiproxy/v2/cmd/server@v${VERSION}`;
      await runProgram(go, ['install', program], { timeoutMs: BUILD_LIMIT_MS, env: { GOBIN: draft }, cwd: draft });
      return { executable: 'server', version: VERSION, source: 'built with Go', needs: [] };
    });
    return join(cache, FOLDER, 'server');
  });
}
