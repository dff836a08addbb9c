import fc from 'fast-check';
import { expect, it } from 'vitest';
import { filesRunBy } from './command-files.ts';

it.each<[string, readonly string[]]>([
  ['node lint.mjs', ['lint.mjs']],
  ['./check.sh --all && node tools/a.mjs', ['check.sh', 'tools/a.mjs']],
  ['NODE_ENV=test npx tsx scripts/run.ts', ['scripts/run.ts']],
  ['cd web && bash ci/run.sh', ['web/ci/run.sh']],
  ["sh -c 'node a.mjs'", ['a.mjs']],
  ['vitest run --config ci/vitest.ts', ['ci/vitest.ts']],
  ['python -m tools.check', ['tools/check.py', 'tools/check/__main__.py']],
  ['npm test', ['before.mjs', 'run.mjs']],
  ['node --test tests/', []],
  ['node tests/cart.test.mjs', []],
  ['/usr/bin/node ../outside.mjs', []],
  ['cd /srv && node outside.mjs', []],
  ['cd web && cd /srv/../etc && sh outside.sh', []],
  ['eslint .', []],
  ['', []],
])('%s runs or obeys %j', (command, expected) => {
  const scripts = { pretest: 'node before.mjs', test: 'node run.mjs && npm test' };
  expect([...filesRunBy(command, scripts)].sort()).toEqual([...expected].sort());
});

it('any command line is read, and no path leads out of the project', () => {
  const words = fc.constantFrom(
    'node',
    'sh',
    '-c',
    '"',
    "'",
    '&&',
    ';',
    '../a',
    '/a',
    'a.js',
    'cd',
    '..',
    '\\',
    '>',
    '--config',
    '$(x)',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 20 }), (parts) => {
      for (const path of filesRunBy(parts.join(' '), {})) expect(path).not.toMatch(/^(?:\.\.|\/)/);
    }),
  );
});
