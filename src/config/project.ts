import { z } from 'zod';
import { AGENT_NAMES, PHASES } from '../domain/phase.ts';
import { DEFAULT_REWORK_BOUNDS } from '../domain/pipeline.ts';
import { DEFAULT_POOL } from '../domain/pool/settings.ts';
import { type AgentChoice, agentChoice, agentInPlace } from './agent-choice.ts';
import { poolName } from './pools.ts';
import { deliverySchema } from './delivery.ts';
import { projectSandbox } from './sandbox.ts';
import { shellCommand } from './shell-command.ts';

const nameOfProject = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, at most 63, such as "shop"');

const rounds = z.int().min(0).max(10);

const allowedPath = z
  .string()
  .min(1)
  .refine((glob) => !/^(?:[/!]|\.\.?\/)|(?:^|\/)\.\.(?:\/|$)|\\/.test(glob), {
    message:
      'must be a path or a glob below the project\'s root, such as "docker/**", without "!", "..", a "/" at its beginning and "\\"',
  })
  .refine((glob) => /[\p{L}\p{N}]/u.test(glob), {
    message: 'must name what may change, such as "Makefile" or "docker/**": this one would allow everything',
  });

const guardianPolicy = z.strictObject({
  /** Score below which a change is rejected, 0 to 1. */
  min_score: z.number().min(0).max(1).default(0.7),
  max_files_changed: z.int().min(1).default(50),
  max_lines_changed: z.int().min(1).default(2_000),
  /** Glob patterns, relative to the project's root, that a change must not touch. */
  forbidden_paths: z.array(z.string().min(1)).default(['.github/**', '.ci/**', '**/.env', '**/.env.*', '**/*.pem']),
  /**
   * Glob patterns, relative to the project's root, of what a change may touch although it is guarded: no finding of that
   * kind is made of it, and lint and tests run with the change's version.
   */
  allowed_paths: z.array(allowedPath).default([]),
  secret_scan: z.boolean().default(true),
  /** The project's own lint; without it lint is skipped. */
  lint: shellCommand.optional(),
});

const stagingPlan = z.strictObject({
  /** Started in a checkout of the task's commit with PORT, HOST and CHIMERA_TASK_ID in its environment; must stay in the foreground. */
  command: shellCommand,
  health_path: z.string().regex(/^\//, 'must begin with "/"').default('/'),
  /** Seconds until the health path must answer with a 2xx or 3xx status. */
  health_timeout_s: z.int().min(1).max(900).default(60),
});

const scenarioRuns = z.strictObject({
  /** Whom it concerns what a visitor does at the site: that visitor, and scenarios may run side by side, or all. */
  site_state: z.enum(['per_visitor', 'shared']).default('shared'),
  most_at_once: z.int().min(1).max(16).default(4),
});

const agentKey = z.enum([...AGENT_NAMES, ...PHASES]);

/** A project, its agents in place, with defaults filled in. */
export const projectSchema = z.strictObject({
  name: nameOfProject,
  /** A path (relative to the configuration file) or a URL that git can clone. */
  repository: z.string().min(1),
  /** The pool that lends its tasks their leases. */
  pool: poolName.default(DEFAULT_POOL),
  /** The branch that tasks start from; the one that the repository's HEAD names when not given. */
  base_branch: z.string().min(1).optional(),
  target_url: z.url({ protocol: /^https?$/ }).optional(),
  /** Run once in a fresh checkout. */
  set_up: shellCommand.optional(),
  /** The project's own tests, which the guardian runs. */
  test: shellCommand.optional(),
  /** Folder below the project's root for generated tests. */
  test_directory: z.string().min(1).default('tests/e2e/chimera'),
  staging: stagingPlan.optional(),
  scenarios: scenarioRuns.prefault({}),
  rework: z
    .strictObject({
      review_rounds: rounds.default(DEFAULT_REWORK_BOUNDS.review_rounds),
      validation_rounds: rounds.default(DEFAULT_REWORK_BOUNDS.validation_rounds),
      /** How often remarks on the pull request may send a task back; with any, it waits until that is merged or closed. */
      pull_request_rounds: rounds.default(0),
    })
    .prefault({}),
  /** How a change that is proven is handed over. */
  deliver: deliverySchema.default({ kind: 'branch' }),
  guardian: guardianPolicy.prefault({}),
  /** Who does which work. A key is an agent's name, or a phase for that phase only; a phase wins over its agent. */
  agents: z.partialRecord(agentKey, agentInPlace).prefault({}),
  /** Whether the files of submodules are put into worktrees and checkouts. */
  submodules: z.boolean().default(false),
  sandbox: projectSandbox.prefault({}),
  /** Time limits in seconds that differ from the phases' own; never above them. */
  limits: z.partialRecord(z.enum(PHASES), z.int().min(1)).prefault({}),
});

/** A declared project, its agents found. */
export type ProjectConfig = Omit<z.output<typeof projectSchema>, 'agents'> & {
  readonly agents: Readonly<Partial<Record<z.output<typeof agentKey>, AgentChoice>>>;
};

/** A project as `chimera.config.yaml` declares it: agents may be named that are declared elsewhere. */
export const declaredProjectSchema = projectSchema.extend({
  agents: z.partialRecord(agentKey, agentChoice).prefault({}),
});
export type DeclaredProject = z.output<typeof declaredProjectSchema>;
