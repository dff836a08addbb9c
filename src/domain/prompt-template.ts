/** A prompt of one kind of work: what one of one's own can name, each as `{{name}}`, and what it has to. */
export interface PromptForm<Part extends string = string> {
  readonly parts: readonly Part[];
  /** Without these nobody could do the work. */
  readonly needed: readonly Part[];
}

function form<Part extends string>(parts: readonly Part[], needed: readonly NoInfer<Part>[]): PromptForm<Part> {
  return { parts, needed };
}

/** The prompts that an agent is told its work by, by its action. */
export const PROMPT_FORMS = {
  implement_feature: form(['feature', 'test_path', 'feedback', 'project_test', 'rules'], ['feature', 'test_path']),
  review_change: form(['feature', 'test_path', 'diff', 'found', 'rules'], ['feature', 'diff']),
} as const;
/** What an agent can be asked for in words. */
export type PromptAction = keyof typeof PROMPT_FORMS;
type PromptPart<A extends PromptAction> = (typeof PROMPT_FORMS)[A]['parts'][number];

const PLACE = /\{\{([^{}]*)\}\}/g;

/** What is wrong with a prompt of one's own, a sentence each. */
export function problemsOfPrompt({ parts, needed }: PromptForm, template: string): readonly string[] {
  const named = [...template.matchAll(PLACE)].map(([, name = '']) => name.trim());
  const unknown = [...new Set(named.filter((name) => !parts.includes(name)))];
  const missing = needed.filter((name) => !named.includes(name));
  return [
    ...unknown.map((name) => `names {{${name}}}, which is none of ${parts.map(inBraces).join(', ')}`),
    ...missing.map((name) => `must name ${inBraces(name)}`),
  ];
}

/** A prompt with its parts in place; what a part says is not read again. */
export function filledPrompt<A extends PromptAction>(
  template: string,
  parts: Readonly<Record<PromptPart<A>, string>>,
): string {
  const known = new Map<string, string>(Object.entries(parts));
  return template.replaceAll(PLACE, (place, inside: string) => known.get(inside.trim()) ?? place);
}

function inBraces(name: string): string {
  return `{{${name}}}`;
}
