import { z } from 'zod';
import { shellCommand } from './shell-command.ts';

/** A program that speaks the command protocol (docs/agents.md): a command line, run by the shell in the worktree. */
const commandAgent = z.strictObject({ command: shellCommand, env: z.record(z.string(), z.string()).default({}) });

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
});

/** Who does a phase: what Chimera brings along, a program, or a service. */
export const agentChoice = z.union([z.literal('built-in'), commandAgent, httpAgent], {
  error: 'must be "built-in", { command: "…" } or { url: "…" }',
});

/** An HTTP agent as the configuration names it, defaults filled in. */
export type HttpAgentChoice = z.output<typeof httpAgent>;
