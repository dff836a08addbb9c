/** The coding agents that Chimera knows how to start. */
export const PRESET_NAMES = ['claude-code', 'codex', 'opencode', 'gemini', 'copilot', 'qwen'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** An npm package that has a coding agent's program, at the version that its preset was written for. */
export interface PresetPackage {
  readonly name: string;
  readonly version: string;
}

/** Where the coding agents come from. They change from week to week, so that a preset is good for one version. */
export const PRESET_PACKAGES: Readonly<Record<PresetName, PresetPackage>> = {
  'claude-code': { name: '@agentclientprotocol/claude-agent-acp', version: '0.101.0' },
  codex: { name: '@agentclientprotocol/codex-acp', version: '2.6.0' },
  opencode: { name: 'opencode-ai', version: '1.18.33' },
  gemini: { name: '@google/gemini-cli', version: '0.61.0' },
  copilot: { name: '@github/copilot', version: '1.0.102' },
  qwen: { name: '@qwen-code/qwen-code', version: '0.24.4' },
};
