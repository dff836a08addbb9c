import type { AgentAction } from '../../domain/phase.ts';
import type { ActionAnswer, ActionInput, Agent, AgentCall, AgentContext } from '../agent.ts';
import { listArtifacts } from '../artifacts.ts';
import { unstartable } from '../process/program-end.ts';
import { runProcess } from '../process/run-process.ts';
import { type AgentLog, beginCall } from '../protocol/agent-log.ts';
import { type FinalMessage, readLine } from '../protocol/message.ts';
import { answerOfProgram } from './outcome.ts';
import { requestDocument, requestEnvironment } from '../protocol/request.ts';
import { keepAccount } from '../protocol/told-usage.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** A program that speaks the command protocol (docs/agents.md), and the work it is given. */
export interface CommandAgentOptions {
  /** A command line for `/bin/sh -c`, run in the task's worktree. */
  readonly command: string;
  /** Given to the program besides the inherited variables. */
  readonly env: Readonly<Record<string, string>>;
  readonly actions: readonly AgentAction[];
  readonly sandbox: Sandbox;
}

/** An agent that is a program: one run a call, the request on its standard input, the answer on its standard output. */
export function createCommandAgent({ command, env, actions, sandbox }: CommandAgentOptions): Agent {
  return {
    description: `command: ${command}`,
    actions,
    run: async <A extends AgentAction>(action: A, call: AgentCall, input: ActionInput[A], context: AgentContext) => {
      const log = await beginCall(actions, action, call.artifacts, context.signal);
      const finals: FinalMessage[] = [];
      try {
        const ended = await runProcess({
          command,
          cwd: call.workspace,
          confine: sandbox.forTask({ project: call.project, writable: [call.workspace, call.artifacts] }),
          env: { ...env, ...requestEnvironment(action, call) },
          input: requestDocument(action, call, input),
          signal: context.signal,
          onStdout: (line) => {
            hear(line, finals, log, context);
          },
          onStderr: log.line,
        }).catch(unstartable);
        await log.close(ended.tail);
        keepAccount(context.account, finals[0], { repeats: false });
        const answer: ActionAnswer[A] = answerOfProgram(action, { finals, ended });
        return { ...answer, artifacts: await listArtifacts(call.artifacts) };
      } finally {
        await log.close('').catch(() => undefined);
      }
    },
  };
}

/** The lines remembered of a program that ends its work over and over: two are as wrong as a million. */
const MAX_FINALS = 3;

function hear(line: string, finals: FinalMessage[], log: AgentLog, context: AgentContext): void {
  const message = readLine(line);
  if (message === undefined) log.line(line);
  else if (message.type === 'progress') context.progress(message.message, message.fraction);
  else if (finals.length < MAX_FINALS) finals.push(message);
}
