import { join } from 'node:path';
import type { z } from 'zod';
import type { AgentCall, AgentContext } from '../../src/agents/agent.ts';
import { projectSchema } from '../../src/config/project.ts';
import type { Phase } from '../../src/domain/phase.ts';
import { idempotencyKey } from '../../src/domain/task.ts';
import { TRACEPARENT } from '../support/traceparent.ts';

/** What a test's call of a built-in agent is about. */
export interface CallOptions {
  readonly phase: Phase;
  readonly directory: string;
  readonly base_commit: string;
  readonly task_id?: string;
  readonly lease_token?: number;
  readonly project?: Partial<z.input<typeof projectSchema>>;
}

/** A call as an activity would make it; the artifacts go to a folder beside the workspace. */
export function agentCall({ phase, directory, base_commit, project, ...more }: CallOptions): AgentCall {
  const taskId = more.task_id ?? 'chimera-0123456789ab';
  return {
    task_id: taskId,
    phase,
    round: 1,
    traceparent: TRACEPARENT,
    idempotency_key: idempotencyKey(taskId, phase, 1),
    lease_token: more.lease_token ?? 1,
    feature: 'Show a discount in the cart',
    target_url: 'http://127.0.0.1:1/',
    project: projectSchema.parse({ name: 'shop', repository: directory, ...project }),
    workspace: directory,
    repository: join(directory, '.git'),
    artifacts: join(directory, '..', 'artifacts'),
    home: join(directory, '..', 'home'),
    base_commit,
  };
}

/** A context that remembers the progress messages. */
export function recordingContext(
  signal = new AbortController().signal,
): AgentContext & { readonly messages: readonly string[] } {
  const messages: string[] = [];
  return {
    signal,
    messages,
    progress: (message) => {
      messages.push(message);
    },
  };
}
