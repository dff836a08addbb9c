import { parseArgs } from 'node:util';
import { setUp, toolsFor, type SetUpPurpose } from '../src/toolchain/set-up.ts';
import { ToolMissingError } from '../src/toolchain/index.ts';

const usage = `Finds the programs Chimera needs, or installs them into the user's cache.

  node scripts/setup.ts [--for demo|test] [--json]

  --for demo|test  what for: to run Chimera and its demo, or to run its tests as well (default: test)
  --json           print one line with path, version and source of each program; progress goes to standard error

Exit code 0: all there; 1: something is missing, and the message says what to do; 2: wrong usage.
`;

function isPurpose(value: string): value is SetUpPurpose {
  return Object.hasOwn(toolsFor, value);
}

function readArguments(): { purpose: SetUpPurpose; json: boolean; help: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        for: { type: 'string', default: 'test' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { for: purpose, json, help } = values;
    return isPurpose(purpose) ? { purpose, json, help } : undefined;
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const chosen = readArguments();
  if (!chosen) {
    process.stderr.write(usage);
    return 2;
  }
  if (chosen.help) {
    process.stdout.write(usage);
    return 0;
  }
  try {
    const tools = await setUp(chosen.purpose, process.stderr);
    if (chosen.json) process.stdout.write(`${JSON.stringify(tools)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof ToolMissingError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    if (chosen.json) process.stdout.write(`${JSON.stringify({ missing: error.missing })}\n`);
    return 1;
  }
}

process.exitCode = await main();
