/**
 * An agent that speaks the Agent Client Protocol and does as BEHAVIOUR says, written with the protocol's own library: what
 * the adapter meets in tests is a real program on the other side of real pipes.
 */
import { spawn } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  agent,
  type AgentContext,
  methods,
  ndJsonStream,
  type PermissionOptionKind,
  PROTOCOL_VERSION,
  RequestError,
  type RequestPermissionResponse,
  type StopReason,
} from '@agentclientprotocol/sdk';

const SESSION = `session-${process.pid}`;
/** How it says that it finds sessions of before: by `resume`, by `load`; by `none` it does, and has none. */
const finds = process.env['FINDS'];
const behaviour = process.env['BEHAVIOUR'] ?? 'work';
const cancelled = new AbortController();
let cwd = '';
let asked = 0;

/** Waits for the client's cancel, or for ever where it is not heard. */
async function hang(): Promise<never> {
  await new Promise<never>((_, reject) => {
    cancelled.signal.addEventListener('abort', () => {
      reject(new Error('cancelled'));
    });
  });
  throw new Error('unreachable');
}

async function ask(client: AgentContext, path: string): Promise<boolean> {
  const option = (kind: PermissionOptionKind) => ({ optionId: kind, name: kind, kind });
  const { outcome } = await client.request<RequestPermissionResponse>(methods.client.session.requestPermission, {
    sessionId: SESSION,
    toolCall: { toolCallId: 'edit', title: `edit ${path}`, kind: 'edit', locations: [{ path }] },
    options: [option('allow_always'), option('allow_once'), option('reject_once')],
  });
  return outcome.outcome === 'selected' && outcome.optionId.startsWith('allow');
}

async function edit(client: AgentContext, path: string): Promise<void> {
  const update = (status: 'in_progress' | 'completed') =>
    client.notify(methods.client.session.update, {
      sessionId: SESSION,
      update: { sessionUpdate: 'tool_call', toolCallId: 'edit', title: `edit ${path}`, kind: 'edit', status },
    });
  await update('in_progress');
  if (await ask(client, path)) await appendFile(path, 'changed\n');
  await update('completed');
}

const say = (client: AgentContext, text: string): Promise<void> =>
  client.notify(methods.client.session.update, {
    sessionId: SESSION,
    update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } },
  });

async function work(client: AgentContext): Promise<StopReason> {
  switch (behaviour) {
    case 'work':
      await edit(client, join(cwd, 'feature.txt'));
      await say(client, 'Added the feature.');
      return 'end_turn';
    case 'review':
      return say(client, process.env['REVIEW'] ?? '').then(() => 'end_turn' as const);
    case 'review-at-last':
      asked += 1;
      await say(client, asked === 1 ? 'It looks good to me!' : '{"findings": []}');
      return 'end_turn';
    case 'outside':
      await edit(client, '/etc/chimera-was-here');
      await say(client, 'I was not allowed to.');
      return 'end_turn';
    case 'idle':
      await say(client, 'There is nothing to do.');
      return 'end_turn';
    case 'hang':
      await edit(client, join(cwd, 'feature.txt'));
      return hang().catch(() => 'cancelled' as const);
    case 'deaf':
      // Ignores the cancel and SIGTERM, and has a child that does so too.
      process.on('SIGTERM', () => undefined);
      spawn(process.execPath, ['-e', 'process.on("SIGTERM",()=>{});setInterval(()=>{},1000)'], { detached: true });
      await edit(client, join(cwd, 'feature.txt'));
      return new Promise(() => undefined);
    case 'tool':
      await client.notify(methods.client.session.update, {
        sessionId: SESSION,
        update: {
          sessionUpdate: 'tool_call',
          toolCallId: 'run',
          title: 'npm test',
          kind: 'execute',
          status: 'in_progress',
        },
      });
      return hang();
    case 'crash':
      process.stderr.write('out of tokens, out of luck\n');
      await delay(10);
      process.exit(3);
      break;
    case 'signed-out':
      throw new RequestError(-32_000, 'Authentication required');
    case 'limited':
      throw new RequestError(-32_603, 'Internal error', {
        details: '429 Too Many Requests. Suggested retry after 3600s.',
      });
    case 'broken':
      throw new RequestError(-32_603, 'Internal error', { details: 'the socket hung up' });
    default:
      return behaviour as StopReason;
  }
  return 'end_turn';
}

if (behaviour === 'mute') await new Promise(() => setInterval(() => undefined, 1_000));

const app = agent({ name: 'a test’s' })
  .onRequest(methods.agent.initialize, () => ({
    protocolVersion: PROTOCOL_VERSION,
    agentInfo: { name: 'a test’s', version: '1.0.0' },
    agentCapabilities:
      finds === 'load' ? { loadSession: true } : finds === undefined ? {} : { sessionCapabilities: { resume: {} } },
  }))
  .onRequest(methods.agent.session.resume, ({ params }) => {
    if (finds === 'none') throw new RequestError(-32_603, 'Internal error', { details: 'No previous sessions found' });
    ({ cwd } = params);
    return {};
  })
  .onRequest(methods.agent.session.load, async ({ client, params }) => {
    ({ cwd } = params);
    await say(client, 'I said this before.');
    return {};
  })
  .onRequest(methods.agent.session.new, ({ params }) => {
    ({ cwd } = params);
    return { sessionId: SESSION };
  })
  .onRequest(methods.agent.session.setMode, () => ({}))
  .onNotification(methods.agent.session.cancel, () => {
    cancelled.abort();
  })
  .onRequest(methods.agent.session.prompt, async ({ client, params }) => {
    const [block] = params.prompt;
    if (process.env['PROMPT_FILE'] !== undefined && block?.type === 'text') {
      await appendFile(process.env['PROMPT_FILE'], block.text);
    }
    if (process.env['COST'] !== undefined) {
      const cost = { amount: Number(process.env['COST']), currency: 'USD' };
      const update = { sessionUpdate: 'usage_update', used: 1, size: 2, cost } as const;
      await client.notify(methods.client.session.update, { sessionId: params.sessionId, update });
    }
    return { stopReason: await work(client) };
  });
const connection = app.connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)));
await connection.closed;
