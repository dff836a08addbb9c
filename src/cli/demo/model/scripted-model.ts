import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { anthropic } from './anthropic.ts';
import { gemini } from './gemini.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import { type ModelConversation, field, type ModelReply, type OfferedTool, type WireFormat } from './wire.ts';

/** What a scripted model does with a request: answer, refuse with a status, or fall silent. */
export type ScriptedAnswer =
  | ModelReply
  | { readonly status: number; readonly message: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly silent: 'at once' | 'in the stream' };

/** A request that the model was asked. */
export interface ModelRequest extends ModelConversation {
  readonly format: WireFormat['name'];
  /** The key it came with, whatever the header; undefined without one. */
  readonly key: string | undefined;
}

/** A server that stands for models of four providers and answers by a script. */
export interface ScriptedModel {
  readonly url: string;
  readonly requests: readonly ModelRequest[];
  close(): Promise<void>;
}

const FORMATS: readonly WireFormat[] = [anthropic, openaiResponses, openaiChat, gemini];

/** Starts a model on loopback that answers as `script` says, for each request in turn. */
export async function startScriptedModel(script: (request: ModelRequest) => ScriptedAnswer): Promise<ScriptedModel> {
  const requests: ModelRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, (request) => {
      requests.push(request);
      return script(request);
    }).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** A call of the tool by which an agent runs a shell command, whatever the tool is called; undefined where there is none. */
export function shellCall(tools: readonly OfferedTool[], command: string): ModelReply['call'] | undefined {
  const tool = tools.find(({ name }) => /^(?:bash|shell|exec_command|run_shell_command|local_shell)$/i.test(name));
  if (tool === undefined) return undefined;
  const properties = field(tool.schema, 'properties');
  const takesArgv = field(field(properties, 'command'), 'type') === 'array';
  const line = field(properties, 'cmd') === undefined ? { command } : { cmd: command };
  return {
    tool: tool.name,
    input: {
      ...(takesArgv ? { command: ['sh', '-c', command] } : line),
      ...(field(properties, 'description') === undefined ? {} : { description: 'Apply the prepared change' }),
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  script: (request: ModelRequest) => ScriptedAnswer,
): Promise<void> {
  const path = (incoming.url ?? '').split('?')[0] ?? '';
  const format = FORMATS.find(({ isAsked }) => isAsked(path));
  if (format === undefined || incoming.method !== 'POST') {
    outgoing.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"message":"not scripted"}}');
    return;
  }
  const conversation = format.read(await json(incoming), path);
  const scripted = script({ ...conversation, format: format.name, key: keyOf(incoming) });
  if ('status' in scripted) {
    const { status, message, headers } = scripted;
    outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
    outgoing.end(JSON.stringify(format.error(status, message)));
    return;
  }
  if ('silent' in scripted) {
    if (scripted.silent === 'in the stream')
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write(': \n\n');
    return;
  }
  reply(outgoing, format, conversation, scripted);
}

function reply(
  outgoing: ServerResponse,
  format: WireFormat,
  { streamed, model }: ModelConversation,
  said: ModelReply,
): void {
  if (!streamed) {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(format.document(said, model)));
    return;
  }
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
  const events = format.events(said, model);
  for (const { event, data } of said.halts === true ? events.slice(0, 1) : events) {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    outgoing.write(`${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`);
  }
  if (said.halts !== true) outgoing.end();
}

function keyOf({ headers }: IncomingMessage): string | undefined {
  const given = headers['x-api-key'] ?? headers['x-goog-api-key'];
  if (typeof given === 'string') return given;
  return headers.authorization?.replace(/^Bearer /, '');
}
