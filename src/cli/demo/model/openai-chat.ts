import type { ModelUsage } from '../../../domain/money/model-call.ts';
import { field, entries, type ModelReply, textOf, type WireFormat, words } from './wire.ts';

const ID = 'chatcmpl-scripted';

/** Chat completions, as OpenAI's older interface and most other providers speak it. */
export const openaiChat: WireFormat = {
  name: 'openai-chat',
  isAsked: (path) => path.endsWith('/chat/completions'),
  read: (body) => {
    const messages = entries(field(body, 'messages'));
    const lastSaid = messages.findLastIndex((message) => field(message, 'role') === 'user');
    return {
      model: words(field(body, 'model')),
      streamed: field(body, 'stream') === true,
      tools: entries(field(body, 'tools')).map((tool) => {
        const made = field(tool, 'function');
        return { name: words(field(made, 'name')), schema: field(made, 'parameters') };
      }),
      said: messages
        .filter((message) => field(message, 'role') === 'user')
        .map((message) => textOf(field(message, 'content'))),
      results: messages.slice(lastSaid + 1).filter((message) => field(message, 'role') === 'tool').length,
    };
  },
  document: (reply, model) => ({
    ...{ id: ID, object: 'chat.completion', created: 0, model, usage: usageOf(reply.usage) },
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: reply.text ?? null, ...calls(reply) },
        finish_reason: finishOf(reply),
      },
    ],
  }),
  events: (reply, model) => {
    const chunk = (choices: readonly unknown[], more: object = {}) => ({
      data: { id: ID, object: 'chat.completion.chunk', created: 0, model, choices, ...more },
    });
    const delta = (content: object, finish_reason: string | null = null) =>
      chunk([{ index: 0, delta: content, finish_reason }]);
    return [
      delta({ role: 'assistant', content: reply.text ?? '' }),
      ...(reply.call === undefined ? [] : [delta(calls(reply))]),
      delta({}, finishOf(reply)),
      chunk([], { usage: usageOf(reply.usage) }),
      { data: '[DONE]' },
    ];
  },
  error: (status, message) => ({ error: { message, type: 'scripted', code: status } }),
};

function calls({ call }: ModelReply): object {
  if (call === undefined) return {};
  const made = { name: call.tool, arguments: JSON.stringify(call.input) };
  return { tool_calls: [{ index: 0, id: 'call_scripted', type: 'function', function: made }] };
}

function finishOf({ call, stop }: ModelReply): string {
  if (stop === 'max_tokens') return 'length';
  if (stop === 'refusal') return 'content_filter';
  return call === undefined ? 'stop' : 'tool_calls';
}

function usageOf({ input, cached, output, reasoning }: ModelUsage) {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}
