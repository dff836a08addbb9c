import { given, type Preset } from './preset.ts';

/** Google's Gemini CLI. */
export const geminiCli: Preset = {
  provider: 'https://generativelanguage.googleapis.com',
  key: 'GEMINI_API_KEY',
  // Its own choice asks a model which model to ask.
  needsModel: true,
  settings: [{ mode: 'yolo' }],
  // It answers that there are no sessions, or that there is none of that id.
  findsSessions: false,
  plan: ({ model, route }) => ({
    argv: ['gemini', '--acp', '--skip-trust', ...(model === undefined ? [] : ['-m', model])],
    env: given({ GEMINI_API_KEY: route?.token, GOOGLE_GEMINI_BASE_URL: route?.baseUrl }),
    files: {
      '.gemini/settings.json': JSON.stringify({
        ...(route === undefined ? {} : { security: { auth: { selectedType: 'gemini-api-key' } } }),
        privacy: { usageStatisticsEnabled: false },
        general: { disableAutoUpdate: true },
      }),
    },
  }),
};
