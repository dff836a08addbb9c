#!/usr/bin/env node
import { EXIT_CODES } from './exit-code.ts';
import { nodeProblem } from './node-version.ts';

const problem = nodeProblem(process.versions.node);
if (problem === undefined) {
  // Only now: an older Node cannot even load the libraries of the rest.
  await import('./command-line.ts');
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = EXIT_CODES.unsuccessful;
}
