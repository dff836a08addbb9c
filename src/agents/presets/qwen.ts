import { given, type Preset } from './preset.ts';

/** Qwen Code, with a provider that speaks OpenAI's chat completions. */
export const qwen: Preset = {
  provider: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
  key: 'DASHSCOPE_API_KEY',
  needsModel: true,
  settings: [{ mode: 'yolo' }],
  findsSessions: true,
  plan: ({ model, route }) => ({
    argv: [
      'qwen',
      '--acp',
      ...(route === undefined ? [] : ['--auth-type', 'openai']),
      ...(model === undefined ? [] : ['-m', model]),
    ],
    env: given({ OPENAI_API_KEY: route?.token, OPENAI_BASE_URL: route?.baseUrl, OPENAI_MODEL: model }),
    files: { '.qwen/settings.json': JSON.stringify({ privacy: { usageStatisticsEnabled: false } }) },
  }),
};
