import type { PresetName } from '../../domain/preset.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { copilot } from './copilot.ts';
import { geminiCli } from './gemini.ts';
import { opencode } from './opencode.ts';
import type { Preset } from './preset.ts';
import { qwen } from './qwen.ts';

/** The coding agents that Chimera knows how to start. */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  'claude-code': claudeCode,
  codex,
  opencode,
  gemini: geminiCli,
  copilot,
  qwen,
};
