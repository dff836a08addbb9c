import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Answering, json, lines, serveAgent } from '../../../tests/support/agents/agent-server.ts';
import { CODER_INPUT, DONE, httpAgentAt, httpTrial } from '../../../tests/support/agents/http-trial.ts';
import type { AgentAction } from '../../domain/phase.ts';
import { describeAgent, type AgentCase } from '../agent.testsuite.ts';

const progress = { type: 'progress', message: 'at work', fraction: 0.5 };
const notes = { path: 'notes.md', content: 'What I saw\n' };
const passed = [{ name: 'Buy', status: 'passed', duration_ms: 12 }];
const failed = [{ name: 'Buy', status: 'failed', duration_ms: 12, error: 'no button “Buy”' }];

const agentCase = (action: AgentAction, input: AgentCase['input'], answering: Answering) => async () => {
  const { origin } = await serveAgent(answering);
  return { agent: httpAgentAt(`${origin}/work`, { actions: [action] }), action, input };
};

const atOnce = (result: object): Answering => {
  return (_asked, response) => {
    json(response, 200, { type: 'result', artifacts: [notes], ...result });
  };
};

const streamed = (result: object): Answering => {
  return (_asked, response) => {
    lines(response, [progress, { type: 'result', artifacts: [notes], ...result }]);
  };
};

const polled = (result: object): Answering => {
  return ({ method }, response, count) => {
    if (method === 'POST') json(response, 202, progress, { Location: '/work/1', 'Retry-After': '0' });
    else if (count < 4) json(response, 202, progress, { 'Retry-After': '0' });
    else atOnce(result)({ method, path: '', headers: {}, body: '' }, response, count);
  };
};

describeAgent('An HTTP agent', {
  answers: {
    'writing a test at once': agentCase(
      'generate_test',
      {},
      atOnce({ test_path: 'a.spec.ts', verdict: 'test_fails', scenarios: failed }),
    ),
    'writing code, polled': agentCase('implement_feature', CODER_INPUT, polled({ summary: 'Added a button' })),
    'reviewing a change, streamed': agentCase(
      'review_change',
      { ...CODER_INPUT, commit_sha: '2'.repeat(40) },
      streamed({ decision: 'rejected', score: 0.2, findings: [{ rule: 'size', severity: 'ERROR', message: 'large' }] }),
    ),
    'deploying it, polled': agentCase(
      'deploy_to_staging',
      { commit_sha: '2'.repeat(40) },
      polled({ deployment_url: 'https://shop.example' }),
    ),
    'testing a deployment, streamed': agentCase(
      'execute_test',
      { test_path: 'a.spec.ts', deployment_url: 'https://shop.example' },
      streamed({ validation_status: 'passed', scenarios: passed }),
    ),
  },
  hangs: agentCase('implement_feature', CODER_INPUT, (_asked, response) => {
    lines(response, [progress], true);
  }),
  transient: agentCase('implement_feature', CODER_INPUT, (_asked, response) => {
    json(response, 500, { type: 'error', transient: true, message: 'the model is busy' });
  }),
  terminal: agentCase('implement_feature', CODER_INPUT, (_asked, response) => {
    json(response, 200, { type: 'error', transient: false, message: 'I will not do that' });
  }),
});

describe('an HTTP agent', () => {
  it('gets the request under its key, with the configured headers and without other secrets', async () => {
    const trial = await httpTrial((_asked, response) => {
      json(response, 200, { ...DONE, usage: { tokens_used: 12 } });
    });
    const answer = await trial.run({ headers: { Authorization: 'Bearer hunter3' } });
    expect(answer).toMatchObject({ summary: 'done' });
    expect(answer).not.toHaveProperty('usage');
    const [asked] = trial.asked;
    expect(asked).toMatchObject({
      method: 'POST',
      path: '/work',
      headers: {
        'idempotency-key': trial.call.idempotency_key,
        'content-type': 'application/json',
        authorization: 'Bearer hunter3',
      },
    });
    expect(asked?.body).not.toContain('hunter');
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({
      protocol: 1,
      action: 'implement_feature',
      idempotency_key: trial.call.idempotency_key,
      lease_token: 7,
      input: CODER_INPUT,
      project: { name: 'shop' },
    });
  });

  it('is known by a place without user, query and fragment', () => {
    expect(httpAgentAt('https://agents.example/code?key=hunter2#x').description).toBe(
      'http: https://agents.example/code',
    );
  });

  it('has every exchange in agent.log, also when it fails, without secrets', async () => {
    const trial = await httpTrial((_asked, response) => {
      json(response, 400, { message: 'no' });
    });
    const url = `${trial.origin}/work?key=hunter2`;
    await expect(trial.run({ url, headers: { Authorization: 'hunter3' } })).rejects.toThrow('answered 400');
    const log = await readFile(join(trial.call.artifacts, 'agent.log'), 'utf8');
    expect(log).toBe(`POST ${trial.origin}/work: 400\n`);
  });
});
