/** What a prompt of one's own can name, each as `{{name}}`. */
export const PROMPT_PARTS = ['feature', 'test_path', 'feedback', 'project_test', 'rules'] as const;
type PromptPart = (typeof PROMPT_PARTS)[number];

/** Without these nobody could do the work: what is wanted, and what proves it. */
const NEEDED: readonly PromptPart[] = ['feature', 'test_path'];

const PLACE = /\{\{([^{}]*)\}\}/g;

/** What is wrong with a prompt of one's own, a sentence each. */
export function problemsOfPrompt(template: string): readonly string[] {
  const named = [...template.matchAll(PLACE)].map(([, name = '']) => name.trim());
  const known: readonly string[] = PROMPT_PARTS;
  const unknown = [...new Set(named.filter((name) => !known.includes(name)))];
  const missing = NEEDED.filter((name) => !named.includes(name));
  return [
    ...unknown.map((name) => `names {{${name}}}, which is none of ${PROMPT_PARTS.map(inBraces).join(', ')}`),
    ...missing.map((name) => `must name ${inBraces(name)}`),
  ];
}

/** A prompt with its parts in place; what a part says is not read again. */
export function filledPrompt(template: string, parts: Readonly<Record<PromptPart, string>>): string {
  return template.replaceAll(PLACE, (place, inside: string) => {
    const name = inside.trim();
    return isPart(name) ? parts[name] : place;
  });
}

function isPart(name: string): name is PromptPart {
  return PROMPT_PARTS.some((part) => part === name);
}

function inBraces(name: string): string {
  return `{{${name}}}`;
}
