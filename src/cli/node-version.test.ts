import { expect, it } from 'vitest';
import { nodeProblem } from './node-version.ts';

it('a Node that is too old is refused with what would do, and none that is new enough', () => {
  expect(nodeProblem('20.20.2')).toBe(
    'chimera: this is Node 20.20.2, and it takes 22 or newer. “npm run -s chimera -- …” brings its own.',
  );
  for (const version of ['22.0.0', '24.9.0', '100.0.0']) expect(nodeProblem(version)).toBeUndefined();
});
