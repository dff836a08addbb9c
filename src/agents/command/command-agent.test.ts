import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectSchema } from '../../config/project.ts';
import { TerminalAgentError, TransientAgentError, TryAgainLaterError } from '../../domain/failure.ts';
import type { AgentAction } from '../../domain/phase.ts';
import { describeAgent, type AgentCase } from '../agent.testsuite.ts';
import type { AgentCall } from '../agent.ts';
import { createCommandAgent } from './command-agent.ts';
import { NO_SANDBOX } from '../sandbox/sandbox.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';

/** A command line that runs JavaScript in Node, the request in `request`. */
function program(body: string): string {
  const script = `
    const say = (line) => console.log(JSON.stringify(line));
    let text = '';
    for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;
    const request = JSON.parse(text);
    ${body}`;
  return `'${process.execPath}' --input-type=module -e '${script.replaceAll("'", String.raw`'\''`)}'`;
}

const progress = `say({ type: 'progress', message: request.action + ' for ' + request.project.name, fraction: 0.5 });`;

const evidence = `(await import('node:fs')).writeFileSync(request.artifacts + '/notes.md', request.feature);`;

function agentCase(action: AgentAction, input: AgentCase['input'], command: string): AgentCase {
  return { agent: createCommandAgent({ command, env: {}, actions: [action], sandbox: NO_SANDBOX }), action, input };
}

const passed = [{ name: 'Buy', status: 'passed', duration_ms: 12 }];
const failed = [{ name: 'Buy', status: 'failed', duration_ms: 12, error: 'no button “Buy”' }];

const coder = { test_path: 'tests/buy.spec.ts', test_commit: '1'.repeat(40) };

function answering(action: AgentAction, input: AgentCase['input'], result: object) {
  const body = `${progress} ${evidence} say({ type: 'result', ...${JSON.stringify(result)} });`;
  return () => agentCase(action, input, program(body));
}

const coding = (body: string) => () => agentCase('implement_feature', coder, program(body));

describeAgent('A command agent', {
  answers: {
    'writing a test': answering(
      'generate_test',
      {},
      { test_path: 'a.spec.ts', verdict: 'test_fails', scenarios: failed },
    ),
    'writing code': answering('implement_feature', coder, { summary: 'Added a button' }),
    'reviewing a change': answering(
      'review_change',
      { ...coder, commit_sha: '2'.repeat(40) },
      {
        decision: 'rejected',
        score: 0.2,
        findings: [{ rule: 'size', severity: 'ERROR', message: 'too large', line: 3 }],
      },
    ),
    'deploying it': answering(
      'deploy_to_staging',
      { commit_sha: '2'.repeat(40) },
      { deployment_url: 'https://shop.example' },
    ),
    'testing a deployment': answering(
      'execute_test',
      { test_path: 'a.spec.ts', deployment_url: 'https://shop.example' },
      { validation_status: 'passed', scenarios: passed },
    ),
  },
  hangs: coding(`
    const { spawn } = await import('node:child_process');
    spawn('setsid', ['sh', '-c', 'trap : TERM; while :; do sleep 1; done'], { stdio: 'ignore' });
    process.on('SIGTERM', () => {});
    ${progress}
    setInterval(() => {}, 1000);`),
  transient: coding(`say({ type: 'error', transient: true, message: 'the model is busy' }); process.exitCode = 1;`),
  terminal: coding(`say({ type: 'error', transient: false, message: 'I will not do that' });`),
});

describe('a command agent', () => {
  let root: string;
  let call: AgentCall;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'chimera-command-'));
    await mkdir(join(root, 'workspace'));
    call = {
      task_id: 'chimera-0123456789ab',
      phase: 'CODE_IMPLEMENTATION',
      round: 2,
      traceparent: TRACEPARENT,
      idempotency_key: 'chimera-0123456789ab:CODE_IMPLEMENTATION:2',
      lease_token: 7,
      feature: 'A “button”',
      target_url: 'http://127.0.0.1:9/',
      project: projectSchema.parse({
        name: 'shop',
        repository: 'https://me:hunter2@example.org/shop.git',
        test: 'npm test',
        agents: { 'guardian-agent': { command: 'guard', env: { TOKEN: 'hunter3' } } },
      }),
      workspace: join(root, 'workspace'),
      repository: join(root, 'mirror.git'),
      artifacts: join(root, 'artifacts'),
      home: join(root, 'home'),
      base_commit: '0'.repeat(40),
    };
  });

  afterEach(() => rm(root, { recursive: true }));

  const run = (command: string, env: Record<string, string> = {}) => {
    const agent = createCommandAgent({ command, env, actions: ['implement_feature'], sandbox: NO_SANDBOX });
    const context = { signal: new AbortController().signal, progress: () => undefined };
    return agent.run('implement_feature', call, coder, context);
  };
  const done = `echo '{"type":"result","summary":"done"}'`;

  it('gets the request as one line of JSON, without other agents’ secrets', async () => {
    await run(`cat > request.json; ${done}`);
    const text = await readFile(join(call.workspace, 'request.json'), 'utf8');
    expect(text.split('\n')).toHaveLength(2);
    expect(text).not.toContain('hunter');
    expect(JSON.parse(text)).toEqual({
      protocol: 1,
      action: 'implement_feature',
      task_id: call.task_id,
      phase: 'CODE_IMPLEMENTATION',
      round: 2,
      idempotency_key: call.idempotency_key,
      lease_token: 7,
      feature: 'A “button”',
      target_url: 'http://127.0.0.1:9/',
      workspace: call.workspace,
      artifacts: call.artifacts,
      base_commit: call.base_commit,
      project: {
        name: 'shop',
        test: 'npm test',
        test_directory: 'tests/e2e/chimera',
        guardian: call.project.guardian,
      },
      input: coder,
    });
  });

  it('has its own variables and those of the task in its environment', async () => {
    const command = `printf '%s ' "$TOKEN" "$CHIMERA_TASK_ID" "$CHIMERA_PHASE" "$CHIMERA_ACTION" > env.txt; ${done}`;
    await run(command, { TOKEN: 't' });
    const text = await readFile(join(call.workspace, 'env.txt'), 'utf8');
    expect(text).toBe(`t ${call.task_id} CODE_IMPLEMENTATION implement_feature `);
  });

  it('has what it prints beyond the protocol kept in agent.log, and its files as artifacts', async () => {
    const odd = `echo hello; echo oops >&2; echo '{"type":"progress"}'; echo '{"type":"party"}'; echo '{broken'`;
    const answer = await run(`${odd}; echo x > "$CHIMERA_ARTIFACTS/shot.png"; ${done}`);
    expect(answer.artifacts).toEqual([
      { name: 'agent.log', kind: 'log', path: 'agent.log', media_type: 'text/plain; charset=utf-8', bytes: 56 },
      { name: 'shot.png', kind: 'screenshot', path: 'shot.png', media_type: 'image/png', bytes: 2 },
    ]);
    const log = await readFile(join(call.artifacts, 'agent.log'), 'utf8');
    expect(log.trim().split('\n').sort()).toEqual([
      'hello',
      'oops',
      '{"type":"party"}',
      '{"type":"progress"}',
      '{broken',
    ]);
  });

  it('leaves no link among the artifacts', async () => {
    await writeFile(join(root, 'secret'), 'x');
    await symlink(join(root, 'secret'), join(root, 'alias'));
    const answer = await run(`ln -s ../secret "$CHIMERA_ARTIFACTS/secret.txt"; ${done}`);
    expect(answer.artifacts?.map(({ name }) => name)).toEqual(['agent.log']);
  });

  it('has its log kept also when it fails', async () => {
    await expect(run('echo why; exit 3')).rejects.toThrow();
    expect(await readFile(join(call.artifacts, 'agent.log'), 'utf8')).toBe('why\n');
  });

  const error = (transient: boolean) => `echo '{"type":"error","transient":${transient},"message":"because"}'`;

  it.each([
    ['an error line that says so', error(true), TransientAgentError, /^because$/],
    ['an error line that says so, though it exits with 1', `${error(false)}; exit 1`, TerminalAgentError, /^because$/],
    ['a crash', 'echo last words >&2; exit 3', TransientAgentError, /exited with code 3.*last words/s],
    ['a crash after the result', `${done}; exit 3`, TransientAgentError, /exited with code 3/],
    ['a signal', 'kill -9 $$', TransientAgentError, /killed by SIGKILL.*printed nothing/],
    ['no result', 'echo fine', TerminalAgentError, /without a result line.*fine/s],
    ['two results', `${done}; ${done}`, TerminalAgentError, /2 times/],
    ['an error after a result', `${done}; ${error(true)}`, TerminalAgentError, /2 times/],
    ['a result without what was asked for', `echo '{"type":"result"}'`, TerminalAgentError, /summary: /],
    [
      'no such program',
      'no-such-program-here',
      TerminalAgentError,
      /could not be run \(exit code 127\).*no-such-program/s,
    ],
    ['a program that is none', `touch file; ./file`, TerminalAgentError, /exit code 126/],
  ] as const)('fails by %s', async (_what, command, kind, message) => {
    const failure = run(command);
    await expect(failure).rejects.toThrow(kind);
    await expect(failure).rejects.toThrow(message);
  });

  it('names a time before which it takes no call', async () => {
    const line = { type: 'error', transient: true, message: 'the quota is used up', retry_after_seconds: 90.5 };
    await expect(run(`echo '${JSON.stringify(line)}'; exit 1`)).rejects.toEqual(
      new TryAgainLaterError('the quota is used up', 90_500),
    );
  });

  it('fails for good when its worktree is not there', async () => {
    await rm(call.workspace, { recursive: true });
    await expect(run(done)).rejects.toThrow(TerminalAgentError);
  });
});
