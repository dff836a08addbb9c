import type { GuardedTool } from '../category.ts';

/** What holds the commands by which a project is set up, checked and built. */
export const COMMANDS: readonly GuardedTool[] = [
  { of: 'Make', paths: 'makefile gnumakefile *.mk *.mak', exact: 'Makefile.* Makefile-*' },
  { of: 'just', paths: 'justfile .justfile *.just' },
  { of: 'Task', paths: 'taskfile.yml taskfile.yaml taskfile.*.yml taskfile.*.yaml .taskrc.*' },
  { of: 'Rake', paths: 'rakefile rakefile.rb *.rake thorfile' },
  {
    of: 'task runners of JavaScript',
    paths: 'gruntfile.* gulpfile.* gulpfile.*.* jakefile jakefile.* cakefile package-scripts.*',
  },
  {
    of: 'monorepo tools',
    paths: `
      turbo.json turbo.jsonc nx.json lerna.json rush.json common/config/rush/ moon.yml .moon/ lage.config.*
      .wireit/ ultra.json pants.toml`,
  },
  { of: 'task runners of Python', paths: '/tasks.py invoke.yaml fabfile.py dodo.py poe_tasks.* duties.py' },
  { of: 'Mage and cargo-make', paths: 'magefile.go magefiles/ makefile.toml xtask/' },
  {
    of: 'other task runners',
    paths: `
      build.xml tupfile .nuke/ build.cake psakefile.ps1 build.ps1 runfile .bra.toml .air.toml foreman.yml`,
  },
];
