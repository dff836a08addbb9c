import type { ModelUsage } from '../../../domain/money/model-call.ts';

/** A tool that an agent offers to the model. */
export interface OfferedTool {
  readonly name: string;
  /** JSON schema of what it is called with; empty where the tool has none. */
  readonly schema: unknown;
}

/** What a request to a model says, whatever its format. */
export interface ModelConversation {
  readonly model: string;
  readonly streamed: boolean;
  readonly tools: readonly OfferedTool[];
  /** All that the user said, in order. */
  readonly said: readonly string[];
  /** Results of tools since the user spoke last. */
  readonly results: number;
}

/** What the model answers: words, or a call of a tool. */
export interface ModelReply {
  readonly text?: string;
  readonly call?: { readonly tool: string; readonly input: Readonly<Record<string, unknown>> };
  /** Why it stopped, where not because it was done. */
  readonly stop?: 'max_tokens' | 'refusal';
  readonly usage: ModelUsage;
  /** The stream stands still after its first event. */
  readonly halts?: boolean;
}

/** An event of a stream (`text/event-stream`). */
export interface StreamEvent {
  readonly event?: string;
  readonly data: unknown;
}

/** How one provider's models are asked, and answer. */
export interface WireFormat {
  readonly name: 'anthropic' | 'openai-responses' | 'openai-chat' | 'gemini';
  /** Whether a request to this path is of the format. */
  readonly isAsked: (path: string) => boolean;
  readonly read: (body: unknown, path: string) => ModelConversation;
  /** The answer in one document. */
  readonly document: (reply: ModelReply, model: string) => unknown;
  readonly events: (reply: ModelReply, model: string) => readonly StreamEvent[];
  /** The body of a refusal. */
  readonly error: (status: number, message: string) => unknown;
}

/** A field of what was read from JSON; undefined where there is no such field. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The entries of a list; none where the value is no list. */
export function entries(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The text, or nothing where the value is none. */
export function words(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The text of a content that is text, or a list of parts of which some have a `text`. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return entries(content)
    .map((part) => words(field(part, 'text')))
    .filter((text) => text !== '')
    .join('\n');
}
