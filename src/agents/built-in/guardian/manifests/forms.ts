import { posix } from 'node:path';
import { foldCase } from '../../../guarded/path-pattern.ts';
import type { ManifestForm } from './manifest-form.ts';
import { PACKAGE_JSON } from './package-json.ts';
import { PYPROJECT_TOML } from './pyproject-toml.ts';

const COMMANDS = 'commands of the project';
const RUNNER = 'settings of a test runner';
const REGISTRY = 'where packages come from';
const LINTER = 'settings of a linter, formatter or type checker';

const COMPOSER_JSON: ManifestForm = {
  format: 'json',
  guarded: [
    { keys: 'scripts.*', severity: 'ERROR', what: COMMANDS },
    { keys: 'scripts-aliases extra.hooks extra.grumphp extra.captainhook', severity: 'ERROR', what: COMMANDS },
    { keys: 'repositories config minimum-stability prefer-stable', severity: 'ERROR', what: REGISTRY },
    { keys: 'extra.phpstan extra.psalm', severity: 'WARNING', what: LINTER },
  ],
  dependencies: 'require require-dev',
  lifecycle: new Set(
    ['install', 'update', 'status', 'archive', 'create-project', 'root-package-install', 'autoload-dump']
      .flatMap((event) => [`pre-${event}-cmd`, `post-${event}-cmd`, `pre-${event}`, `post-${event}`])
      .concat(
        ['package', 'operations-exec', 'dependencies-solving'].flatMap((event) => [`pre-${event}`, `post-${event}`]),
      )
      .concat(['post-package-install', 'post-package-update', 'post-package-uninstall', 'init', 'command']),
  ),
};

const DENO_JSON: ManifestForm = {
  format: 'jsonc',
  guarded: [
    { keys: 'tasks.*', severity: 'ERROR', what: COMMANDS },
    { keys: 'test bench permissions preload require', severity: 'ERROR', what: RUNNER },
    { keys: 'links patch importMap allowScripts lock vendor nodeModulesDir', severity: 'ERROR', what: REGISTRY },
    { keys: 'lint fmt compilerOptions deploy', severity: 'WARNING', what: LINTER },
  ],
  dependencies: 'imports',
  maps_paths: true,
};

const CARGO_TOML: ManifestForm = {
  format: 'toml',
  guarded: [
    { keys: 'package.build package.links', severity: 'ERROR', what: COMMANDS },
    {
      keys: 'test bench package.autotests package.autobenches lib.test lib.doctest lib.harness',
      severity: 'ERROR',
      what: RUNNER,
    },
    { keys: 'patch replace', severity: 'ERROR', what: REGISTRY },
    { keys: 'lints workspace.lints', severity: 'WARNING', what: LINTER },
  ],
  dependencies: 'dependencies dev-dependencies build-dependencies workspace.dependencies',
};

const PIXI_TOML: ManifestForm = {
  format: 'toml',
  guarded: [
    { keys: 'tasks.* activation feature target', severity: 'ERROR', what: COMMANDS },
    {
      keys: 'workspace.channels project.channels workspace.channel-priority pypi-options',
      severity: 'ERROR',
      what: REGISTRY,
    },
  ],
  dependencies: 'dependencies pypi-dependencies host-dependencies build-dependencies',
};

const PIPFILE: ManifestForm = {
  format: 'toml',
  guarded: [
    { keys: 'scripts.*', severity: 'ERROR', what: COMMANDS },
    { keys: 'source pipenv', severity: 'ERROR', what: REGISTRY },
  ],
  dependencies: 'packages dev-packages',
};

const FORMS: ReadonlyMap<string, ManifestForm> = new Map([
  ['package.json', PACKAGE_JSON],
  ['composer.json', COMPOSER_JSON],
  ['deno.json', DENO_JSON],
  ['deno.jsonc', DENO_JSON],
  ['pyproject.toml', PYPROJECT_TOML],
  ['cargo.toml', CARGO_TOML],
  ['pixi.toml', PIXI_TOML],
  ['pipfile', PIPFILE],
]);

/** How the manifest at a path is read; undefined for a file that is none. */
export function manifestFormOf(path: string): ManifestForm | undefined {
  return FORMS.get(foldCase(posix.basename(path)));
}
