import { given, type Preset } from './preset.ts';

/** Anthropic's Claude Code, by its adapter, which brings the program along. */
export const claudeCode: Preset = {
  provider: 'https://api.anthropic.com',
  key: 'ANTHROPIC_API_KEY',
  needsModel: false,
  settings: [{ option: 'mode', value: 'bypassPermissions' }],
  findsSessions: true,
  plan: ({ model, route }) => ({
    argv: ['claude-agent-acp'],
    env: {
      // As the root user it works without asking only where it is told that there is a sandbox, which there is.
      IS_SANDBOX: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      ...given({ ANTHROPIC_BASE_URL: route?.baseUrl, ANTHROPIC_API_KEY: route?.token, ANTHROPIC_MODEL: model }),
    },
  }),
};
