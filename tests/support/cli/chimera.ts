import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linksOf } from '../../../src/contract/links.ts';
import { runCli } from '../../../src/cli/run.ts';
import type { System } from '../../../src/cli/system.ts';
import { memoryConsole } from './memory-console.ts';
import { jsonAnswer, startStubApi, type StubApi } from './stub-api.ts';
import { taskId } from './task-documents.ts';

/** What the check of two coding agents comes to. */
const CHECKS = [
  {
    name: 'claude',
    reached_by: 'claude-code, opus',
    well: true,
    program: 'claude-agent-acp 0.101.0',
    authentication: 'key from ANTHROPIC_API_KEY, by the gateway',
    mode: 'bypassPermissions',
    took_ms: 812,
    problem: null,
  },
  {
    name: 'coder-agent@shop',
    reached_by: 'codex, gpt-6-sol',
    well: false,
    program: null,
    authentication: 'key from OPENAI_API_KEY, by the gateway',
    mode: 'agent-full-access',
    took_ms: 3,
    problem: 'It needs the variable OPENAI_API_KEY.',
  },
];

const noSystem: System = {
  ensureTools: () => Promise.reject(new Error('nothing is installed here')),
  start: () => Promise.reject(new Error('nothing is started here')),
  checkAgents: (_, name) =>
    Promise.resolve(
      name === 'nobody' ? undefined : CHECKS.filter((check) => name === undefined || check.name === name),
    ),
  replay: (source) =>
    Promise.resolve(
      source.kind === 'task'
        ? { deterministic: true, workflow_id: source.taskId, events: 31 }
        : { deterministic: false, workflow_id: 'chimera-from-file', events: 7, problem: 'a timer is missing' },
    ),
};

/** How a command line ended, and what it printed. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command line in memory, before a stub of the API and a data directory of its own. */
export interface CommandLine {
  readonly api: StubApi;
  readonly home: string;
  readonly console: (options?: { typed?: string; columns?: number }) => ReturnType<typeof memoryConsole>;
  run(args: readonly string[], options?: { typed?: string; columns?: number }): Promise<Ended>;
  start(args: readonly string[], console: ReturnType<typeof memoryConsole>): Promise<number>;
  close(): Promise<void>;
}

/** Sets a command line up; `close` ends the stub and removes the directory. */
export async function commandLine(): Promise<CommandLine> {
  const api = await startStubApi();
  const home = await mkdtemp(join(tmpdir(), 'chimera-cli-'));
  const start: CommandLine['start'] = (args, console) => runCli(args, console, noSystem, '1.2.3');
  const console: CommandLine['console'] = ({ typed, columns } = {}) =>
    memoryConsole({
      env: { CHIMERA_API_URL: api.url, CHIMERA_HOME: home, TERM: 'xterm' },
      ...(typed === undefined ? {} : { typed }),
      ...(columns === undefined ? {} : { terminal: { columns } }),
    });
  return {
    api,
    home,
    console,
    start,
    async run(args, options) {
      const used = console(options);
      const code = await start(args, used);
      return { code, out: used.stdout.text, err: used.stderr.text };
    },
    async close() {
      await api.close();
      await rm(home, { recursive: true });
    },
  };
}

/** A problem as the API tells it, with changes. */
export function problemDocument(status: number, more: object = {}): object {
  return {
    ...{ type: 'urn:chimera:problem:x', title: 'Refused', status, detail: 'Because.', instance: '/api/tasks' },
    ...more,
  };
}

/** The answer that is one. */
export function problemAnswer(status: number, more: object = {}): ReturnType<typeof jsonAnswer> {
  return jsonAnswer(status, problemDocument(status, more));
}

/** The API's answer to a task it accepts. */
export const acceptedAnswer = jsonAnswer(201, {
  task_id: taskId,
  status: 'queued',
  created_at: '2030-01-01T10:00:00.000Z',
  links: linksOf(taskId),
});
