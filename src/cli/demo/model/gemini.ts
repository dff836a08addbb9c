import type { ModelUsage } from '../../../domain/money/model-call.ts';
import { field, entries, type ModelReply, textOf, type WireFormat, words } from './wire.ts';

const PATH = /\/models\/(?<model>[^/:]+):(?<method>generateContent|streamGenerateContent)$/;

/** Content generation, as Google's Gemini models are asked. */
export const gemini: WireFormat = {
  name: 'gemini',
  isAsked: (path) => PATH.test(path),
  read: (body, path) => {
    const { model = '', method = '' } = PATH.exec(path)?.groups ?? {};
    const users = entries(field(body, 'contents')).filter((content) => field(content, 'role') !== 'model');
    const isSaid = (content: unknown): boolean => textOf(field(content, 'parts')) !== '';
    const after = users.slice(users.findLastIndex(isSaid));
    return {
      model,
      streamed: method === 'streamGenerateContent',
      tools: entries(field(body, 'tools'))
        .flatMap((tool) => entries(field(tool, 'functionDeclarations')))
        .map((made) => ({
          name: words(field(made, 'name')),
          schema: field(made, 'parametersJsonSchema') ?? field(made, 'parameters'),
        })),
      said: users.filter(isSaid).map((content) => textOf(field(content, 'parts'))),
      results: after
        .flatMap((content) => entries(field(content, 'parts')))
        .filter((part) => field(part, 'functionResponse') !== undefined).length,
    };
  },
  document: answerOf,
  events: (reply, model) => [{ data: answerOf(reply, model) }],
  error: (status, message) => ({ error: { code: status, message, status: ERRORS[status] ?? 'INTERNAL' } }),
};

const ERRORS: Readonly<Record<number, string>> = { 401: 'UNAUTHENTICATED', 429: 'RESOURCE_EXHAUSTED' };

function answerOf({ text = '', call, stop, usage }: ModelReply, model: string) {
  const part = call === undefined ? { text } : { functionCall: { name: call.tool, args: call.input } };
  const finishReason = stop === 'max_tokens' ? 'MAX_TOKENS' : stop === 'refusal' ? 'SAFETY' : 'STOP';
  return {
    candidates: [{ content: { role: 'model', parts: [part] }, finishReason, index: 0 }],
    usageMetadata: usageOf(usage),
    modelVersion: model,
  };
}

function usageOf({ input, cached, output, reasoning }: ModelUsage) {
  return {
    promptTokenCount: input,
    cachedContentTokenCount: cached,
    candidatesTokenCount: output - reasoning,
    thoughtsTokenCount: reasoning,
    totalTokenCount: input + output,
  };
}
