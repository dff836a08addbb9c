import type { Preset } from './preset.ts';

/** OpenCode, with one provider that speaks OpenAI's chat completions. */
export const opencode: Preset = {
  provider: 'https://api.openai.com/v1',
  key: 'OPENAI_API_KEY',
  needsModel: true,
  settings: [],
  findsSessions: true,
  plan: ({ model, route }) => ({
    argv: ['opencode', 'acp'],
    env: {
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_CONFIG_CONTENT: JSON.stringify({
        permission: { edit: 'allow', bash: 'allow', webfetch: 'allow', external_directory: 'deny' },
        autoupdate: false,
        share: 'disabled',
        ...(route === undefined || model === undefined
          ? { ...(model === undefined ? {} : { model }) }
          : {
              model: `chimera/${model}`,
              small_model: `chimera/${model}`,
              provider: {
                chimera: {
                  npm: '@ai-sdk/openai-compatible',
                  name: 'Chimera',
                  options: { baseURL: route.baseUrl, apiKey: route.token },
                  models: { [model]: { name: model } },
                },
              },
            }),
      }),
    },
  }),
};
