import type { ModelUsage } from '../../../domain/money/model-call.ts';
import { field, entries, type ModelReply, textOf, type WireFormat, words } from './wire.ts';

const ID = 'resp_scripted';

/** Responses, as OpenAI's own agents ask for them. */
export const openaiResponses: WireFormat = {
  name: 'openai-responses',
  isAsked: (path) => path.endsWith('/responses'),
  read: (body) => {
    const input = entries(field(body, 'input'));
    const isUser = (item: unknown): boolean => field(item, 'role') === 'user';
    const lastSaid = input.findLastIndex(isUser);
    return {
      model: words(field(body, 'model')),
      streamed: field(body, 'stream') === true,
      tools: entries(field(body, 'tools')).map((tool) => ({
        name: words(field(tool, 'name')),
        schema: field(tool, 'parameters'),
      })),
      said: input.filter(isUser).map((item) => textOf(field(item, 'content'))),
      results: input.slice(lastSaid + 1).filter((item) => words(field(item, 'type')).endsWith('_call_output')).length,
    };
  },
  document: (reply, model) => response(reply, model, 'completed'),
  events: (reply, model) => {
    const item = itemOf(reply);
    const event = (type: string, more: object) => ({ event: type, data: { type, ...more } });
    const last = reply.stop === undefined ? 'completed' : 'incomplete';
    return [
      event('response.created', { response: { id: ID, model, status: 'in_progress', output: [] } }),
      event('response.output_item.added', { output_index: 0, item: { ...item, status: 'in_progress' } }),
      event('response.output_item.done', { output_index: 0, item }),
      event(`response.${last}`, { response: response(reply, model, last) }),
    ];
  },
  error: (status, message) => ({ error: { message, type: 'scripted', code: String(status) } }),
};

function itemOf({ text = '', call }: ModelReply) {
  if (call === undefined) {
    const content = [{ type: 'output_text', text, annotations: [] }];
    return { type: 'message', id: 'msg_scripted', role: 'assistant', status: 'completed', content };
  }
  const made = { name: call.tool, arguments: JSON.stringify(call.input), call_id: `call_${crypto.randomUUID()}` };
  return { type: 'function_call', id: 'fc_scripted', status: 'completed', ...made };
}

function response(reply: ModelReply, model: string, status: string) {
  const why = reply.stop === 'max_tokens' ? 'max_output_tokens' : 'content_filter';
  return {
    ...{ id: ID, object: 'response', created_at: 0, model, status, output: [itemOf(reply)] },
    ...(reply.stop === undefined ? {} : { incomplete_details: { reason: why } }),
    usage: usageOf(reply.usage),
  };
}

function usageOf({ input, cached, output, reasoning }: ModelUsage) {
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
}
