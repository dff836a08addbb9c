import type { GuardedTool } from '../category.ts';

/** What runs tasks or code when a folder is opened, entered or debugged. */
export const EDITORS: readonly GuardedTool[] = [
  { of: 'Visual Studio Code', paths: '.vscode/ *.code-workspace' },
  { of: 'Visual Studio', paths: '.vs/ tasks.vs.json launch.vs.json' },
  { of: 'JetBrains IDEs', paths: '.idea/ .run/ *.run.xml .fleet/' },
  { of: 'Zed', paths: '.zed/' },
  { of: 'Vim and Neovim', paths: '.exrc .vimrc .nvimrc .nvim.lua .lvimrc .vim/ .nvim/' },
  { of: 'Emacs', paths: '.dir-locals.el .dir-locals-2.el' },
  { of: 'Sublime Text', paths: '*.sublime-project *.sublime-workspace' },
  { of: 'Helix, Nova and Kate', paths: '.helix/ .nova/ .kateproject' },
  { of: 'Eclipse', paths: '.externalToolBuilders/ .settings/' },
  { of: 'NetBeans', paths: 'nbproject/' },
  { of: 'Xcode', paths: '*.xcscheme' },
  { of: 'development containers', paths: '.devcontainer/ .devcontainer.json devcontainer.json' },
  {
    of: 'Gitpod, CodeSandbox and other cloud workspaces',
    paths: `
      .gitpod.yml .gitpod.yaml .gitpod.dockerfile .gitpod/ devfile.yaml .devfile.yaml .idx/ .codesandbox/
      sandbox.config.json .stackblitzrc .replit replit.nix .daytona/`,
  },
  {
    of: 'direnv, mise and other environments of a shell',
    paths: `
      .envrc .envrc.* mise.toml mise.*.toml .mise.toml .mise.*.toml .mise/ .rtx.toml .config/mise/
      .config/mise.toml .tool-versions .autoenv .autoenv.* .shadowenv.d/`,
  },
  {
    of: 'Nix and Devbox',
    paths: `
      flake.nix shell.nix default.nix devenv.nix devenv.yaml devenv.local.* devbox.json process-compose.yaml
      process-compose.yml`,
  },
  {
    of: 'debuggers and interactive shells',
    paths: '.gdbinit .lldbinit .pdbrc .pryrc .irbrc .rprofile .renviron .ipython/ .jupyter/',
  },
];
