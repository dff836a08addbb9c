import { z } from 'zod';
import { AGENT_NAMES } from '../domain/phase.ts';
import { PRESET_NAMES } from '../domain/preset.ts';
import { type PromptForm, PROMPT_FORMS, problemsOfPrompt } from '../domain/prompt-template.ts';
import { usdAmount } from './money.ts';
import { shellCommand } from './shell-command.ts';
import { variableName } from './variable-name.ts';

/** Of an agent of whatever kind. */
const ofAnyKind = {
  /** Its calls at once, over all workers and projects; not bounded without it. */
  most_at_once: z.int().min(1).max(1_000).optional(),
};

/** A program that speaks the command protocol (docs/agents.md): a command line, run by the shell in the worktree. */
const commandAgent = z.strictObject({
  command: shellCommand,
  env: z.record(z.string(), z.string()).default({}),
  ...ofAnyKind,
});

/** Headers that the protocol itself sets. */
const OWN_HEADERS = [
  'accept',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'idempotency-key',
  'transfer-encoding',
  'upgrade',
];

const headerName = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header, such as "Authorization"')
  .refine((name) => !OWN_HEADERS.includes(name.toLowerCase()), 'is a header that Chimera sets itself');

const headerValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be one line of Latin text');

/** An agent that speaks the HTTP protocol (docs/agents.md). */
const httpAgent = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => URL.parse(url)?.username === '' && URL.parse(url)?.password === '', {
      message: 'must have no user and password in it: they belong into headers',
    }),
  /** Sent with every request to the URL's origin, and to no other. */
  headers: z.record(headerName, headerValue).default({}),
  timeouts: z
    .strictObject({
      /** Seconds until the connection stands. */
      connect_s: z.number().min(0.1).max(300).default(10),
      /** Seconds without a byte, and at most for the whole answer of a poll. */
      idle_s: z.number().min(0.1).max(1_800).default(300),
    })
    .prefault({}),
  /** Bytes of an answer, or of one line of a stream. */
  max_answer_bytes: z.int().min(1_024).max(16_777_216).default(2_097_152),
  ...ofAnyKind,
});

/** Seconds for which an agent that is talked with may say nothing. */
const silences = {
  /** While it waits for its model. */
  silence_s: z.number().min(1).max(1_800).default(300),
  /** While a tool of its runs. */
  tool_silence_s: z.number().min(1).max(1_800).default(1_200),
};

const promptOf = (form: PromptForm) =>
  z
    .string()
    .check(({ value, issues }) => {
      for (const message of problemsOfPrompt(form, value)) issues.push({ code: 'custom', message, input: value });
    })
    .optional();

/** Of an agent that is told its work in words: one's own in place of Chimera's, by what it does. */
const ownWords = {
  prompts: z
    .strictObject({
      implement_feature: promptOf(PROMPT_FORMS.implement_feature),
      review_change: promptOf(PROMPT_FORMS.review_change),
    })
    .optional(),
};

/** Any agent that speaks the Agent Client Protocol: the command line that starts it, run by the shell in the worktree. */
const acpAgent = z.strictObject({
  acp: shellCommand,
  env: z.record(z.string(), z.string()).default({}),
  ...silences,
  ...ownWords,
  ...ofAnyKind,
});

/** A coding agent that Chimera knows how to start. */
const presetAgent = z
  .strictObject({
    preset: z.enum(PRESET_NAMES),
    /** As the provider calls it; the agent's own choice without it. */
    model: z.string().min(1).optional(),
    /** What one phase of a task may cost, all its rounds together, in USD. */
    budget_usd: usdAmount.optional(),
    /** How long the model thinks, where the agent can be told. */
    effort: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
    /** The worker's variable that has the account's key; the preset's own name for it without one. */
    key: variableName('OPENAI_API_KEY').optional(),
    /** Where the provider takes requests; the preset's own provider without it. */
    base_url: z.url({ protocol: /^https?$/ }).optional(),
    /** `host`: the agent is signed in on the worker's host; it has no key of Chimera's, and asks its provider itself. */
    login: z.literal('host').optional(),
    /** The command line that starts it, where it is not on the PATH by its own name. */
    program: shellCommand.optional(),
    env: z.record(z.string(), z.string()).default({}),
    ...silences,
    ...ownWords,
    ...ofAnyKind,
  })
  .refine(({ login, key, base_url }) => login === undefined || (key === undefined && base_url === undefined), {
    message:
      'must have either login, or key and base_url: an agent that is signed in on the host asks its provider itself',
    path: ['login'],
  });

/** The name of an agent that is declared under `agents`, once for all projects. */
export const declaredAgentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, such as "claude"')
  .refine((name) => name !== 'built-in' && !AGENT_NAMES.some((taken) => taken === name), {
    message: 'is a name that Chimera has given already',
  });

/** When another agent does the work instead: its account takes no calls, or the work is done again. */
export const FALLBACK_CASES = ['limit', 'rework'] as const;
export type FallbackCase = (typeof FALLBACK_CASES)[number];

const on = z.array(z.enum(FALLBACK_CASES)).min(1);

const FALLBACK_FORMS = [
  commandAgent.extend({ on }),
  httpAgent.extend({ on }),
  acpAgent.extend({ on }),
  presetAgent.safeExtend({ on }),
] as const;

const fallbackInPlace = z.union(FALLBACK_FORMS).transform(({ on: cases, ...choice }) => ({ on: cases, choice }));

/** Another agent for some cases: one that is declared under `agents`, or one declared here. */
const fallback = z
  .union([z.strictObject({ agent: declaredAgentName, on }), ...FALLBACK_FORMS], {
    error: 'must be { preset: …, on: [limit] } or the like, or { agent: …, on: [limit] } with the name of an agent',
  })
  .transform((form) => {
    if ('agent' in form) return { on: form.on, choice: { named: form.agent } };
    const { on: cases, ...choice } = form;
    return { on: cases, choice };
  });

/** The kinds of agents of one's own: a program, a service, or a coding agent; and who takes over from each. */
const kinds = <Then extends z.ZodType>(then: Then) =>
  [
    commandAgent.extend({ then: then.optional() }),
    httpAgent.extend({ then: then.optional() }),
    acpAgent.extend({ then: then.optional() }),
    presetAgent.safeExtend({ then: then.optional() }),
  ] as const;

const KINDS = kinds(fallback);

/** An agent of one's own. */
export const ownAgent = z.union(KINDS, {
  error: 'must be { preset: … }, { acp: "…" }, { command: "…" } or { url: "…" }',
});

/** Who does a phase, where nothing is declared elsewhere: what Chimera brings along, or an agent of one's own. */
export const agentInPlace = z.union([z.literal('built-in'), ...kinds(fallbackInPlace)]);

/** Who does a phase: what Chimera brings along, an agent declared under `agents` by its name, or one declared here. */
export const agentChoice = z.union(
  [z.literal('built-in'), declaredAgentName.transform((named) => ({ named })), ...KINDS],
  {
    error: 'must be "built-in", the name of an agent, { preset: … }, { acp: "…" }, { command: "…" } or { url: "…" }',
  },
);

/** An agent of one's own as the configuration declares it; it may name others. */
export type DeclaredChoice = z.output<typeof ownAgent>;

/** One by itself; `name` where it is one declared for all projects. */
type LoneChoice = (CommandAgentChoice | HttpAgentChoice | AcpAgentChoice | PresetAgentChoice) & {
  readonly name?: string;
};

/** An agent of one's own, found. */
export type OwnChoice = LoneChoice & { readonly then?: Fallback | undefined };

/** The agent that takes over in some cases. */
export interface Fallback {
  readonly choice: LoneChoice;
  readonly on: readonly FallbackCase[];
}

/** Who does a phase, found. */
export type AgentChoice = 'built-in' | OwnChoice;

/** A coding agent, which is told its work in words. */
export type TalkedWithChoice = Extract<AgentChoice, { readonly acp: string } | { readonly preset: string }>;

/** Whether a phase is done by a coding agent, which is told its work in words. */
export function isTalkedWith(choice: AgentChoice): choice is TalkedWithChoice {
  return choice !== 'built-in' && ('acp' in choice || 'preset' in choice);
}

type CommandAgentChoice = z.output<typeof commandAgent>;

/** An HTTP agent as the configuration names it, defaults filled in. */
export type HttpAgentChoice = z.output<typeof httpAgent>;

/** Any agent of the Agent Client Protocol as the configuration names it, defaults filled in. */
export type AcpAgentChoice = z.output<typeof acpAgent>;

/** A coding agent as the configuration names it, defaults filled in. */
export type PresetAgentChoice = z.output<typeof presetAgent>;
