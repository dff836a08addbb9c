import type { GuardedTool } from '../category.ts';

/** What coding and reviewing agents read from a repository: instructions, settings, hooks, servers to start. */
export const AGENTS: readonly GuardedTool[] = [
  {
    of: 'most agents',
    paths: '/agents.md /agent.md .agents/ .agent/',
    exact: 'AGENTS.md AGENTS.override.md AGENT.md',
  },
  { of: 'MCP', paths: '.mcp.json .mcp/ /mcp.json .vscode/mcp.json' },
  {
    of: 'Claude Code',
    paths: '/claude.md /claude.local.md .claude/ .claude-plugin/ /review.md',
    exact: 'CLAUDE.md CLAUDE.local.md',
  },
  { of: 'Codex', paths: '.codex/ .codex-plugin/ .codexignore' },
  {
    of: 'Gemini CLI and Code Assist',
    paths: '/gemini.md .gemini/ .geminiignore gemini-extension.json .aiexclude .antigravity/',
    exact: 'GEMINI.md',
  },
  { of: 'Qwen Code', paths: '/qwen.md .qwen/ .qwenignore qwen-extension.json', exact: 'QWEN.md' },
  {
    of: 'OpenCode and Crush',
    paths: 'opencode.json opencode.jsonc .opencode/ .crush/ crush.json .crush.json .crushignore',
    exact: 'CRUSH.md OPENCODE.md',
  },
  {
    of: 'GitHub Copilot',
    paths: `
      /.github/copilot-instructions.md /.github/instructions/ /.github/prompts/ /.github/agents/
      /.github/chatmodes/ /.github/skills/ /.github/hooks/ /.github/copilot/ /.github/mcp.json /.github/lsp.json
      /.github/workflows/copilot-setup-steps.yml .copilot/ .copilotignore`,
  },
  { of: 'Cursor', paths: '.cursor/ .cursorrules .cursorignore .cursorindexingignore .cursor-plugin/ bugbot.md' },
  { of: 'Windsurf and Devin', paths: '.windsurf/ .windsurfrules .codeiumignore .devin/ .devinrules' },
  { of: 'Cline', paths: '.clinerules .clinerules/ .clinerules-* .clineignore .cline/' },
  { of: 'Roo Code', paths: '.roo/ .roomodes .roorules .roorules-* .rooignore' },
  {
    of: 'Kilo Code',
    paths: `
      .kilo/ .kilocode/ .kilocodemodes .kilocoderules .kilocoderules-* .kilocodeignore kilo.json kilo.jsonc`,
  },
  { of: 'Aider', paths: '.aider.conf.yml .aider.conf.yaml .aider.model.* .aiderignore .aider-desk/' },
  { of: 'Continue', paths: '.continue/ .continuerc.json .continuerules .continueignore' },
  { of: 'Goose', paths: '.goosehints .goosehints.local .gooseignore .goose/' },
  { of: 'Kiro and Amazon Q', paths: '.kiro/ .kiroignore .amazonq/ .amazonqignore' },
  { of: 'Junie and JetBrains AI Assistant', paths: '.junie/ .aiassistant/ .aiignore .noai /.ai/' },
  { of: 'OpenHands', paths: '.openhands/ .openhands_instructions' },
  { of: 'Augment', paths: '.augment/ .augment-guidelines .augmentignore' },
  { of: 'Amp and Cody', paths: '.amp/ .cody/' },
  { of: 'Factory Droid', paths: '.factory/' },
  { of: 'Warp', paths: '/warp.md .warp/', exact: 'WARP.md' },
  { of: 'Zed', paths: '.rules' },
  { of: 'Replit Agent', paths: '/replit.md' },
  { of: 'Trae, Qoder and Lingma', paths: '.trae/ .qoder/ .lingma/' },
  { of: 'CodeBuddy and iFlow', paths: '.codebuddy/ .iflow/', exact: 'CODEBUDDY.md IFLOW.md' },
  { of: 'Mistral Vibe, Kimi and Grok', paths: '.vibe/ .kimi/ .grok/' },
  { of: 'Rovo Dev and Tabnine', paths: '.rovodev/ .tabnine/' },
  {
    of: 'other coding agents',
    paths: `
      .adal/ .autohand/ .bob/ .codeartsdoer/ .codemaker/ .codestudio/ .codewhale/ .commandcode/ .cortex/ .forge/
      .fx/ .hermes/ .kimchi/ .kode/ .mcpjam/ .minimax/ .mux/ .neovate/ .ona/ .pi/ .pochi/ .posit/ .reasonix/
      .terramind/ .zcode/ .zencoder/ .bolt/`,
  },
  { of: 'tools that write agents’ configuration', paths: '.ruler/ .rulesync/ rulesync.json rulesync.jsonc' },
  {
    of: 'reviewing agents',
    paths: `
      .coderabbit.yaml .coderabbit.yml greptile.json .greptile/ .pr_agent.toml .qodo/ ellipsis.yaml .sourcery.yaml
      .sourcery.yml .sweep/ sweep.yaml`,
  },
];
