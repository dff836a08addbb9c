import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** What is in an API, by path and parameter. */
export type KnownIds = Readonly<Record<string, Readonly<Record<string, readonly (string | number)[]>>>>;

/** What schemathesis is to try, and with what. */
export interface Trial {
  /** The program. */
  readonly program: string;
  /** Where the API is. */
  readonly url: string;
  readonly seed: number;
  /** For how long generated requests are sent, in seconds; the examples of the document and their borders come first. */
  readonly seconds: number;
  /** What is in the API, by path and parameter: half of the requests name something that is there. */
  readonly ids: KnownIds;
}

/** How a trial ended: exit code 0 is without a finding. */
export interface TrialOutcome {
  readonly exitCode: number | undefined;
  readonly output: string;
}

const HOOKS = fileURLToPath(new URL('../fixtures/schemathesis/hooks.py', import.meta.url));

/**
 * What schemathesis is told of the API besides its document. No check is switched off.
 *
 * The header is what a program sends that is no web page's: without it a POST on a path that has none would be answered by
 * the door, with 403, before it is known that there is none.
 */
function configuration({ ids }: Trial): string {
  const texts = (values: readonly (string | number)[]) =>
    `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
  const known = Object.entries(ids).map(([path, parameters], index) => ({
    path,
    index,
    named: Object.entries(parameters),
  }));
  const nameOf = (index: number, parameter: string) => `known-${index}-${parameter.replace('.', '-')}`;
  return [
    `hooks = ${JSON.stringify(HOOKS)}`,
    // A stream goes on until its task ends.
    'max-stream-events = 1',
    '[headers]',
    'X-Chimera-Request = "schemathesis"',
    ...known.flatMap(({ index, named }) =>
      named.flatMap(([parameter, values]) => [
        `[dictionaries.${nameOf(index, parameter)}]`,
        `values = ${texts(values)}`,
      ]),
    ),
    ...known.flatMap(({ path, index, named }) => [
      '[[operations]]',
      `include-path-regex = ${JSON.stringify(`^${path.replace(/[{}]/g, String.raw`\$&`)}(/|$)`)}`,
      '[operations.parameters]',
      ...named.map(
        ([parameter]) =>
          `${JSON.stringify(parameter)} = { dictionary = "${nameOf(index, parameter)}", probability = 0.5 }`,
      ),
    ]),
    '',
  ].join('\n');
}

/** Tries every operation of an API with requests that fit its document and such that do not, with all checks. */
export async function trySchemathesis(trial: Trial): Promise<TrialOutcome> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-schemathesis-'));
  try {
    const config = join(directory, 'schemathesis.toml');
    await writeFile(config, configuration(trial));
    const { program, url, seed, seconds } = trial;
    const limits = ['--max-time', String(seconds), '--request-timeout', '20', '--continue-on-failure'];
    const { exitCode, all } = await execa(
      program,
      [
        '--no-color',
        '--config-file',
        config,
        'run',
        `${url}/api/docs-json`,
        '--checks',
        'all',
        '--seed',
        String(seed),
        ...limits,
      ],
      // Its database of examples goes with the directory, so that no run depends on the one before.
      { cwd: directory, all: true, reject: false, stdin: 'ignore' },
    );
    return { exitCode, output: all };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
