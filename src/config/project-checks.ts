import { isAbsolute, normalize, sep } from 'node:path';
import { PHASE_PROFILES, PHASES } from '../domain/phase.ts';
import { shownValue } from './config-error.ts';
import { deliveryProblems } from './delivery.ts';
import type { DeclaredProject } from './project.ts';
import type { PlacedProblem } from './schema-problems.ts';

/** What is wrong with a project whose form is right: parts that do not go together. Paths begin at the project. */
export function projectProblems(project: DeclaredProject): readonly PlacedProblem[] {
  return [
    ...coderProblems(project),
    ...deploymentProblems(project),
    ...limitProblems(project),
    ...deliveryProblems(project),
    ...testDirectoryProblems(project),
  ];
}

function coderProblems({ agents }: DeclaredProject): readonly PlacedProblem[] {
  const key = agents.CODE_IMPLEMENTATION === undefined ? 'coder-agent' : 'CODE_IMPLEMENTATION';
  const coder = agents[key];
  const wanted =
    'there is no built-in coder: name yours, such as coder-agent: { preset: claude-code } or { command: "node coder.mjs" }';
  if (coder === undefined) return [{ at: ['agents', key], message: `is missing: ${wanted}` }];
  return coder === 'built-in' ? [{ at: ['agents', key], value: '"built-in"', message: wanted }] : [];
}

function deploymentProblems({ agents, staging }: DeclaredProject): readonly PlacedProblem[] {
  const choice = agents.STAGING_DEPLOYMENT ?? agents['deployment-agent'] ?? 'built-in';
  if (choice !== 'built-in' || staging !== undefined) return [];
  const message =
    'is missing: the built-in deployment needs staging: { command: "…" }, or give deployment-agent a program or a URL';
  return [{ at: ['staging'], message }];
}

function limitProblems({ limits }: DeclaredProject): readonly PlacedProblem[] {
  return PHASES.flatMap((phase) => {
    const own = PHASE_PROFILES[phase].limitSeconds;
    const limit = limits[phase];
    if (limit === undefined || limit <= own) return [];
    return [{ at: ['limits', phase], value: String(limit), message: `must be at most ${own}, the phase's own limit` }];
  });
}

function testDirectoryProblems({ test_directory }: DeclaredProject): readonly PlacedProblem[] {
  const inside = normalize(test_directory);
  if (!isAbsolute(inside) && inside !== '..' && !inside.startsWith(`..${sep}`)) return [];
  const message = 'must be a folder below the project\'s root, such as "tests/e2e"';
  return [{ at: ['test_directory'], value: shownValue(test_directory), message }];
}
