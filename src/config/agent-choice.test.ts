import { describe, expect, it } from 'vitest';
import { agentChoice } from './agent-choice.ts';
import { parseConfig } from './file.ts';

/** What is said of a coder that is chosen so, in YAML. */
function reportOf(choice: string): string {
  const text = `projects:\n  - name: shop\n    repository: .\n    staging: { command: x }\n    agents: { coder-agent: ${choice} }\n`;
  try {
    parseConfig(text, 'chimera.config.yaml');
    return '';
  } catch (error) {
    return String(error).split('\n').slice(1).join('\n').trim();
  }
}

describe('an agent at a URL', () => {
  it('has limits of its own, or the usual ones', () => {
    expect(agentChoice.parse({ url: 'https://agents.example/code' })).toEqual({
      url: 'https://agents.example/code',
      headers: {},
      timeouts: { connect_s: 10, idle_s: 300 },
      max_answer_bytes: 2_097_152,
    });
    const own = {
      url: 'http://127.0.0.1:9000',
      headers: { Authorization: 'Bearer x' },
      timeouts: { connect_s: 2, idle_s: 1_800 },
      max_answer_bytes: 1_024,
    };
    expect(agentChoice.parse(own)).toEqual(own);
  });

  it.each([
    ['{ url: ftp://agents.example }', 'coder-agent.url: must be a URL that begins with http:// or https://'],
    ['{ url: nowhere }', 'coder-agent.url: must be a URL'],
    ['{ url: "https://me:hunter2@agents.example/" }', 'coder-agent.url: must have no user and password in it'],
    ['{ url: "https://a.example/", header: {} }', 'coder-agent.header: unknown key; did you mean "headers"?'],
    ['{ url: nowhere, header: {} }', 'coder-agent.url: must be a URL'],
    ['{ url: "https://a.example/", command: x }', 'does not go together with the other keys here'],
    ['{ url: "https://a.example/", timeouts: { idle_s: 0 } }', 'timeouts.idle_s is 0: must be at least 0.1'],
    ['{ url: "https://a.example/", timeouts: { idle_s: 9999 } }', 'timeouts.idle_s is 9999: must be at most 1800'],
    ['{ url: "https://a.example/", max_answer_bytes: 1 }', 'max_answer_bytes is 1: must be at least 1024'],
    ['{ url: "https://a.example/", headers: { "a b": x } }', 'headers.a b: must be the name of a header'],
    ['{ url: "https://a.example/", headers: { Host: x } }', 'headers.Host: is a header that Chimera sets itself'],
    ['{ url: "https://a.example/", headers: { A: "hunter2\\n" } }', 'headers.A: must be one line of Latin text'],
    ['{ url: "https://a.example/", headers: { A: 7 } }', 'headers.A: must be text'],
    ['{ comand: x }', 'coder-agent.comand: unknown key; did you mean "command"?'],
    ['{}', 'coder-agent.command: is missing'],
    ['7', 'must be "built-in", the name of an agent, { preset: … }, { acp: "…" }, { command: "…" } or { url: "…" }'],
    ['{ preset: cody }', 'coder-agent.preset is "cody": must be one of "claude-code", "codex"'],
    [
      '{ preset: codex, login: host, key: A }',
      'coder-agent.login is "host": must have either login, or key and base_url',
    ],
    ['claude', 'coder-agent is "claude": must be an agent that is declared under agents: no agent is declared there'],
    ['{ preset: codex, budget_usd: 0 }', 'coder-agent.budget_usd is 0: must be more than 0'],
    [
      '{ preset: codex, model: unheard-of, budget_usd: 2 }',
      'coder-agent.model is "unheard-of": must have a price, since there is a budget in USD: name it under prices',
    ],
    ['{ preset: codex, most_at_once: 0 }', 'coder-agent.most_at_once is 0: must be at least 1'],
    ['{ preset: codex, then: { preset: gemini } }', 'coder-agent.then.on: is missing: must be a list'],
    ['{ preset: codex, then: { preset: gemini, on: [] } }', 'coder-agent.then.on is []: must not be empty'],
    [
      '{ preset: codex, then: { preset: gemini, on: [rewrk] } }',
      'coder-agent.then.on[0] is "rewrk": must be one of "limit", "rework"',
    ],
    [
      '{ preset: codex, then: { agent: claude, on: [limit] } }',
      'coder-agent.then.agent is "claude": must be an agent that is declared under agents: no agent is declared there',
    ],
    [
      '{ preset: codex, then: { preset: codex, model: unheard-of, budget_usd: 2, on: [limit] } }',
      'coder-agent.then.model is "unheard-of": must have a price',
    ],
    [
      '{ preset: codex, prompts: { implement_feature: "{{feature}} {{tset_path}}" } }',
      'coder-agent.prompts.implement_feature is "{{feature}} {{tset_path}}": names {{tset_path}}, which is none of {{feature}}',
    ],
    ['{ acp: goose, prompts: { implement_feature: "{{feature}}" } }', 'must name {{test_path}}'],
    ['{ acp: goose, prompts: { review: x } }', 'coder-agent.prompts.review: unknown key'],
    ['{ preset: codex, key: sk-1234 }', 'must be the name of an environment variable'],
  ])('%s is refused with what would be right, and without secrets', (choice, report) => {
    expect(reportOf(choice)).toContain(report);
    expect(reportOf(choice)).not.toContain('hunter2');
  });
});
