import { given, type Preset } from './preset.ts';

/** GitHub's Copilot CLI, with a provider of one's own instead of GitHub's. */
export const copilot: Preset = {
  provider: 'https://api.openai.com/v1',
  key: 'OPENAI_API_KEY',
  needsModel: true,
  settings: [{ option: 'allow_all', value: 'on' }],
  findsSessions: true,
  plan: ({ model, home, route }) => ({
    argv: ['copilot', '--acp', '--no-auto-update', ...(model === undefined ? [] : ['--model', model])],
    env: given({
      COPILOT_HOME: home === undefined ? undefined : `${home}/.copilot`,
      ...(route === undefined
        ? {}
        : {
            COPILOT_OFFLINE: 'true',
            COPILOT_PROVIDER_TYPE: 'openai',
            COPILOT_PROVIDER_BASE_URL: route.baseUrl,
            COPILOT_PROVIDER_API_KEY: route.token,
          }),
    }),
  }),
};
