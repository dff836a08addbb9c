import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../config/env.ts';
import { startBaseShop } from './base-shop.ts';
import { sandboxHere, writeDemoConfiguration } from './demo-configuration.ts';
import { makeShopRepository } from './shop-repository.ts';

/** The example shop as a project to work on. */
export interface ExampleProject {
  readonly configFile: string;
  /** What a person is told about it. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** The example shop is at this address again after a restart, unless the port is taken. */
const SHOP_PORT = 3170;

/** Whether nobody declared a project: no configuration is named, and there is none in the working directory. */
export async function isUndeclared(
  { configFile }: Environment,
  env: Readonly<Record<string, string | undefined>>,
  options: { readonly config?: string },
): Promise<boolean> {
  const named = options.config ?? env['CHIMERA_CONFIG'] ?? '';
  return named === '' && !(await exists(configFile));
}

/** Starts the example shop below a data directory and declares it as the project; its repository stays over restarts. */
export async function startExample(dataDirectory: string): Promise<ExampleProject> {
  const directory = join(dataDirectory, 'example');
  const repository = join(directory, 'shop');
  await mkdir(directory, { recursive: true });
  if (!(await exists(join(repository, '.git')))) await makeShopRepository(repository);
  const shop = await startBaseShop(repository, SHOP_PORT);
  const configFile = join(directory, 'chimera.config.yaml');
  await writeDemoConfiguration(configFile, { repository, targetUrl: shop.url, firstTryIsWrong: false });
  return {
    configFile,
    lines: [
      '',
      '  There is no chimera.config.yaml here, so Chimera works on its example shop',
      `  at ${shop.url}, whose coder is scripted and knows examples/features only:`,
      '    npm run chimera -- submit examples/features/search.txt --watch',
      ...(sandboxHere() === 'on' ? [] : ['  There is no sandbox on this system, so its programs are not confined.']),
      '  Declare a project of your own in chimera.config.yaml (README.md) and start again.',
    ],
    stop: () => shop.stop(),
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
