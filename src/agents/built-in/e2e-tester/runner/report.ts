import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import type { ScenarioRun } from './test-run.ts';

const failure = z.object({
  message: z.string().optional(),
  location: z.object({ line: z.int() }).optional(),
});

const step = z.object({
  title: z.string(),
  error: failure.optional(),
  get steps() {
    return z.array(step).optional();
  },
});

const result = z.object({
  status: z.enum(['passed', 'failed', 'timedOut', 'skipped', 'interrupted']).optional(),
  duration: z.number(),
  error: failure.optional(),
  steps: z.array(step).optional(),
  attachments: z.array(z.object({ name: z.string(), path: z.string().optional() })).default([]),
});

const spec = z.object({
  title: z.string(),
  tests: z.array(z.object({ expectedStatus: z.string(), results: z.array(result) })),
});

const suite = z.object({
  title: z.string(),
  specs: z.array(spec),
  get suites() {
    return z.array(suite).optional();
  },
});

const report = z.object({ suites: z.array(suite), errors: z.array(failure) });

type Failure = z.output<typeof failure>;
type Step = z.output<typeof step>;
type Result = z.output<typeof result>;
type Suite = z.output<typeof suite>;

/** What Chimera reads from Playwright's JSON report; `errors` are those that belong to no scenario. */
export interface ReadReport {
  readonly scenarios: readonly ScenarioRun[];
  readonly errors: readonly string[];
  readonly screenshots: readonly string[];
  readonly traces: readonly string[];
  readonly videos: readonly string[];
}

/** Reads a JSON report. Throws when the text is not one. */
export function readReport(json: string): ReadReport {
  const { suites, errors } = report.parse(JSON.parse(json));
  const ended = suites.flatMap((file) => scenariosOf(file));
  const evidence = (name: string): string[] =>
    ended.flatMap(({ results }) =>
      results.flatMap(({ attachments }) =>
        attachments.flatMap((attachment) =>
          attachment.name === name && attachment.path !== undefined ? [attachment.path] : [],
        ),
      ),
    );
  return {
    scenarios: ended.map(({ run }) => run),
    errors: errors.map((error) => plain(error.message ?? 'an error without a message')),
    screenshots: evidence('screenshot'),
    traces: evidence('trace'),
    videos: evidence('video'),
  };
}

interface EndedScenario {
  readonly run: ScenarioRun;
  readonly results: readonly Result[];
}

function scenariosOf(parent: Suite): EndedScenario[] {
  const own = parent.specs.flatMap(({ title, tests }) =>
    tests.map(({ expectedStatus, results }) => ({ run: scenarioRun(title, expectedStatus, results.at(-1)), results })),
  );
  return [...own, ...(parent.suites ?? []).flatMap(scenariosOf)];
}

/** A scenario has passed when it ran, was meant to pass, and did: skipped and expected failures prove nothing. */
function scenarioRun(name: string, expected: string, last: Result | undefined): ScenarioRun {
  const duration_ms = Math.round(last?.duration ?? 0);
  if (last?.status === 'passed' && expected === 'passed') return { name, status: 'passed', duration_ms };
  return { name, status: 'failed', duration_ms, error: scenarioError(last) };
}

function scenarioError(last: Result | undefined): NonNullable<ScenarioRun['error']> {
  const failed = failedStep(last?.steps ?? []);
  const cause: Failure | undefined = failed?.error ?? last?.error;
  const message = plain(cause?.message ?? `the scenario did not run to its end: ${last?.status ?? 'not started'}`);
  return {
    message,
    ...(failed && { sentence: failed.title }),
    ...(cause?.location && { line: cause.location.line }),
  };
}

/** The innermost step that failed; a step inside a failed one says more. */
function failedStep(steps: readonly Step[]): Step | undefined {
  const failed = steps.find(({ error }) => error !== undefined);
  return failed && (failedStep(failed.steps ?? []) ?? failed);
}

const plain = (message: string): string =>
  stripVTControlCharacters(message)
    .replace(/^Error: /, '')
    .trim();
