import type { ManifestForm } from './manifest-form.ts';

/** What is guarded in a package.json, of npm, Yarn, pnpm and Bun, and of the tools that keep settings there. */
export const PACKAGE_JSON: ManifestForm = {
  format: 'json',
  guarded: [
    { keys: 'scripts.*', severity: 'ERROR', what: 'a command of the project' },
    {
      keys: 'config wireit betterScripts lage nx targets',
      severity: 'ERROR',
      what: 'settings of commands of the project',
    },
    {
      keys: `
        jest mocha ava tap vitest jasmine karma cypress cucumber nightwatch testem detox wallaby lab tape
        jest-junit jest-stare web-test-runner qunit intern`,
      severity: 'ERROR',
      what: 'settings of a test runner',
    },
    {
      keys: `
        husky lint-staged nano-staged simple-git-hooks gitHooks pre-commit pre-push pre-merge prepush precommit
        commit-msg ghooks hooks lefthook`,
      severity: 'ERROR',
      what: 'settings of git hooks',
    },
    {
      keys: `
        publishConfig packageManager devEngines overrides resolutions pnpm trustedDependencies allowScripts
        patchedDependencies dependenciesMeta installConfig bundleDependencies bundledDependencies gypfile catalog catalogs`,
      severity: 'ERROR',
      what: 'where packages come from, and what their installation runs',
    },
    {
      keys: 'release release-it np auto semantic-release changelog standard-version',
      severity: 'ERROR',
      what: 'settings of releases',
    },
    {
      keys: `
        eslintConfig eslintIgnore prettier stylelint xo standard ts-standard semistandard tslintConfig jshintConfig
        commitlint remarkConfig lint babel ts-node nyc c8 size-limit bundlesize bundlewatch knip depcheck
        importSort sort-package-json cspell jscpd flow lighthouse stryker htmlhint markdownlint secretlint oxlint`,
      severity: 'WARNING',
      what: 'settings of a linter, formatter, compiler or measure of coverage',
    },
  ],
  dependencies: 'dependencies devDependencies optionalDependencies peerDependencies',
  lifecycle: new Set([
    ...['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare', 'prepublish', 'prepublishOnly'],
    ...[
      'publish',
      'postpublish',
      'prepack',
      'pack',
      'postpack',
      'preversion',
      'version',
      'postversion',
      'dependencies',
    ],
    ...['preuninstall', 'uninstall', 'postuninstall', 'preshrinkwrap', 'shrinkwrap', 'postshrinkwrap'],
    ...[
      'pnpm:devPreinstall',
      'pretest',
      'posttest',
      'prestart',
      'poststart',
      'prerestart',
      'postrestart',
      'prestop',
      'poststop',
    ],
  ]),
};
