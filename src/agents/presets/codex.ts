import { given, type Preset } from './preset.ts';

const provider = (baseUrl: string): string => `model_provider = "chimera"
[model_providers.chimera]
name = "Chimera"
base_url = ${JSON.stringify(baseUrl)}
env_key = "CODEX_API_KEY"
wire_api = "responses"
`;

/** OpenAI's Codex, by its adapter, which brings the program along. */
export const codex: Preset = {
  provider: 'https://api.openai.com/v1',
  key: 'OPENAI_API_KEY',
  needsModel: true,
  settings: [{ mode: 'agent-full-access' }],
  findsSessions: true,
  plan: ({ model, effort, home, route }) => ({
    argv: ['codex-acp'],
    env: given({ CODEX_API_KEY: route?.token, CODEX_HOME: home === undefined ? undefined : `${home}/.codex` }),
    files: {
      '.codex/config.toml': [
        ...(model === undefined ? [] : [`model = ${JSON.stringify(model)}\n`]),
        ...(effort === undefined ? [] : [`model_reasoning_effort = ${JSON.stringify(effort)}\n`]),
        ...(route === undefined ? [] : [provider(route.baseUrl)]),
        '[analytics]\nenabled = false\n',
      ].join(''),
    },
  }),
};
