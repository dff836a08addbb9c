/** The coding agents that Chimera knows how to start. */
export const PRESET_NAMES = ['claude-code', 'codex', 'opencode', 'gemini', 'copilot', 'qwen'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];
