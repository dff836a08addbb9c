import type { ModelUsage } from '../../domain/money/model-call.ts';

/** What the messages of one answer tell of the model and its tokens; a later message wins over an earlier one. */
export interface AnswerFacts {
  readonly model?: string;
  readonly usage?: ModelUsage;
  /** Why the answer ended, where not because it was done. */
  readonly stop?: 'max_tokens' | 'refusal';
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a message of a model's answer: the whole answer, or an event of its stream. Takes the forms of Anthropic's
 * messages, OpenAI's responses and chat completions, and Gemini's content generation; what is none of them tells nothing.
 */
export function factsOf(message: unknown, before: AnswerFacts): AnswerFacts {
  const whole = fields(message);
  // An event of a stream has the answer within: Anthropic's first one as `message`, OpenAI's last one as `response`.
  const answer = [whole['message'], whole['response']].map(fields).find((inner) => 'usage' in inner) ?? whole;
  const model = [answer['model'], answer['modelVersion']].find((name) => typeof name === 'string');
  const usage = usageOf(answer, before.usage);
  const stop = stopOf(answer) ?? before.stop;
  return {
    ...before,
    ...(model === undefined ? {} : { model }),
    ...(usage === undefined ? {} : { usage }),
    ...(stop === undefined ? {} : { stop }),
  };
}

/** The words of the four forms for an answer that was cut off, or kept back. */
const STOPS: Readonly<Record<string, AnswerFacts['stop']>> = {
  max_tokens: 'max_tokens',
  length: 'max_tokens',
  max_output_tokens: 'max_tokens',
  MAX_TOKENS: 'max_tokens',
  refusal: 'refusal',
  content_filter: 'refusal',
  SAFETY: 'refusal',
  PROHIBITED_CONTENT: 'refusal',
  BLOCKLIST: 'refusal',
};

function stopOf(answer: Fields): AnswerFacts['stop'] {
  const first = (list: unknown): Fields => fields(Array.isArray(list) ? (list as unknown[])[0] : undefined);
  const said = [
    answer['stop_reason'],
    fields(answer['delta'])['stop_reason'],
    first(answer['choices'])['finish_reason'],
    fields(answer['incomplete_details'])['reason'],
    first(answer['candidates'])['finishReason'],
  ].find((reason) => typeof reason === 'string');
  return said === undefined ? undefined : STOPS[said];
}

function usageOf(answer: Fields, before: ModelUsage | undefined): ModelUsage | undefined {
  const gemini = fields(answer['usageMetadata']);
  if ('promptTokenCount' in gemini) {
    const reasoning = count(gemini['thoughtsTokenCount']);
    return {
      input: count(gemini['promptTokenCount']) + count(gemini['toolUsePromptTokenCount']),
      cached: count(gemini['cachedContentTokenCount']),
      output: count(gemini['candidatesTokenCount']) + reasoning,
      reasoning,
    };
  }
  const usage = fields(answer['usage']);
  if ('prompt_tokens' in usage) {
    return {
      input: count(usage['prompt_tokens']),
      cached: count(fields(usage['prompt_tokens_details'])['cached_tokens']),
      output: count(usage['completion_tokens']),
      reasoning: count(fields(usage['completion_tokens_details'])['reasoning_tokens']),
    };
  }
  if ('input_tokens_details' in usage || 'output_tokens_details' in usage) {
    return {
      input: count(usage['input_tokens']),
      cached: count(fields(usage['input_tokens_details'])['cached_tokens']),
      output: count(usage['output_tokens']),
      reasoning: count(fields(usage['output_tokens_details'])['reasoning_tokens']),
    };
  }
  return 'input_tokens' in usage || 'output_tokens' in usage ? anthropicUsage(usage, before) : undefined;
}

/** Anthropic counts cached tokens beside the others, and in a stream tells the output's last and the input's first. */
function anthropicUsage(usage: Fields, before: ModelUsage | undefined): ModelUsage {
  const cached = count(usage['cache_read_input_tokens']);
  const written = count(usage['cache_creation_input_tokens']);
  const input = count(usage['input_tokens']) + cached + written;
  return {
    input: Math.max(input, before?.input ?? 0),
    cached: Math.max(cached, before?.cached ?? 0),
    cached_written: Math.max(written, before?.cached_written ?? 0),
    output: count(usage['output_tokens']),
    reasoning: before?.reasoning ?? 0,
  };
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.floor(value) : 0;
}
