import type { GuardedTool } from '../category.ts';

/** What git runs or obeys in a checkout. */
export const HOOKS: readonly GuardedTool[] = [
  { of: 'git', paths: '.gitattributes .gitmodules .gitconfig .lfsconfig' },
  { of: 'git hooks', paths: '.githooks/ .git-hooks/ githooks/ git-hooks/ .hooks/' },
  { of: 'Husky', paths: '.husky/ .huskyrc .huskyrc.* husky.config.*' },
  {
    of: 'Lefthook',
    paths: `
      lefthook.* .lefthook.* lefthook-local.* .lefthook-local.* .lefthook/ .lefthook-local/ .config/lefthook.*`,
  },
  { of: 'pre-commit', paths: '.pre-commit-config.* .pre-commit-hooks.* .pre-commit/ prek.toml' },
  { of: 'lint-staged', paths: '.lintstagedrc .lintstagedrc.* lint-staged.config.* .nano-staged.*' },
  { of: 'simple-git-hooks', paths: '.simple-git-hooks.* simple-git-hooks.*' },
  {
    of: 'other managers of hooks',
    paths: `
      .overcommit.yml captainhook.json captainhook.config.json grumphp.yml grumphp.yml.dist grumphp.yaml
      grumphp.dist.yml .hk.pkl hk.pkl .rusty-hook.toml .cargo-husky/ cog.toml`,
  },
];
