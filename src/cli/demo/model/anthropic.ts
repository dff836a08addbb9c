import { field, entries, type ModelReply, textOf, type WireFormat, words } from './wire.ts';

/** Messages, as Anthropic's models are asked. */
export const anthropic: WireFormat = {
  name: 'anthropic',
  isAsked: (path) => path.endsWith('/v1/messages'),
  read: (body) => {
    const messages = entries(field(body, 'messages'));
    const users = messages.filter((message) => field(message, 'role') === 'user');
    const isSaid = (message: unknown): boolean => textOf(field(message, 'content')) !== '';
    const after = users.slice(users.findLastIndex(isSaid));
    return {
      model: words(field(body, 'model')),
      streamed: field(body, 'stream') === true,
      tools: entries(field(body, 'tools')).map((tool) => ({
        name: words(field(tool, 'name')),
        schema: field(tool, 'input_schema'),
      })),
      said: users.filter(isSaid).map((message) => textOf(field(message, 'content'))),
      results: after
        .flatMap((message) => entries(field(message, 'content')))
        .filter((part) => field(part, 'type') === 'tool_result').length,
    };
  },
  document: (reply, model) => ({
    ...message(model, reply),
    content: [blockOf(reply)],
    stop_reason: stopOf(reply),
    stop_sequence: null,
  }),
  events: (reply, model) => {
    const event = (type: string, more: object) => ({ event: type, data: { type, ...more } });
    const empty = reply.call === undefined ? { type: 'text', text: '' } : { ...blockOf(reply), input: {} };
    const delta =
      reply.call === undefined
        ? { type: 'text_delta', text: reply.text ?? '' }
        : { type: 'input_json_delta', partial_json: JSON.stringify(reply.call.input) };
    return [
      event('message_start', { message: { ...message(model, reply), content: [], stop_reason: null } }),
      event('content_block_start', { index: 0, content_block: empty }),
      event('content_block_delta', { index: 0, delta }),
      event('content_block_stop', { index: 0 }),
      event('message_delta', {
        delta: { stop_reason: stopOf(reply), stop_sequence: null },
        usage: { output_tokens: reply.usage.output },
      }),
      event('message_stop', {}),
    ];
  },
  error: (status, text) => ({ type: 'error', error: { type: ERRORS[status] ?? 'api_error', message: text } }),
};

const ERRORS: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

function message(model: string, { usage: { input, cached, cached_written = 0, output } }: ModelReply) {
  const usage = {
    input_tokens: input - cached - cached_written,
    cache_read_input_tokens: cached,
    cache_creation_input_tokens: cached_written,
    output_tokens: output,
  };
  return { id: 'msg_scripted', type: 'message', role: 'assistant', model, usage };
}

function blockOf({ text = '', call }: ModelReply) {
  if (call === undefined) return { type: 'text', text };
  return { type: 'tool_use', id: `toolu_${crypto.randomUUID()}`, name: call.tool, input: call.input };
}

function stopOf({ call, stop }: ModelReply): string {
  return stop ?? (call === undefined ? 'end_turn' : 'tool_use');
}
