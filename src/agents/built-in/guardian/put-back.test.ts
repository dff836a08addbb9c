import { describe, expect, it } from 'vitest';
import { changed, policyOf, subjectOf } from '../../../../tests/support/review-subject.ts';
import type { ChangedFile } from './change.ts';
import { putBackPlan } from './put-back.ts';

const before = { mode: '100644', blob: 'a'.repeat(40) };
const plan = (files: readonly ChangedFile[], allowed: readonly string[] = []) =>
  putBackPlan(subjectOf(files), policyOf({ allowed_paths: [...allowed] }));

describe('for lint and tests', () => {
  it('guarded files are as before, and new ones are left out', () => {
    const files = [
      changed({ path: '.npmrc' }),
      changed({ path: 'CLAUDE.md', kind: 'added' }),
      changed({ path: 'src/a.ts' }),
    ];
    expect(plan(files)).toEqual([{ path: '.npmrc', content: before }, { path: 'CLAUDE.md' }]);
  });
  it('a guarded file that was renamed or deleted is there again', () => {
    const moved = changed({ path: 'old.ts', previous_path: 'vitest.config.ts', kind: 'renamed' });
    const gone = changed({ path: 'Makefile', kind: 'deleted' });
    expect(plan([moved, gone])).toEqual([
      { path: 'vitest.config.ts', content: before },
      { path: 'Makefile', content: before },
    ]);
  });
  it('a manifest has the commands of before and the dependencies of now', () => {
    const texts = {
      before: JSON.stringify({ name: 'a', scripts: { test: 'vitest' } }),
      after: JSON.stringify({ name: 'a', scripts: { test: 'true', postinstall: 'x' }, dependencies: { ms: '2' } }),
    };
    const [replacement] = plan([changed({ path: 'package.json', texts })]);
    const content = replacement?.content;
    expect(JSON.parse(content !== undefined && 'text' in content ? content.text : '')).toEqual({
      name: 'a',
      scripts: { test: 'vitest' },
      dependencies: { ms: '2' },
    });
  });
  it('a manifest whose commands are the same, and what is allowed, stay', () => {
    const texts = { before: '{"scripts":{"a":"b"}}', after: '{"scripts":{"a":"b"},"version":"2"}' };
    expect(plan([changed({ path: 'package.json', texts }), changed({ path: '.npmrc' })], ['.npmrc'])).toEqual([]);
  });
  it('a manifest that cannot be read is as before', () => {
    expect(plan([changed({ path: 'package.json', texts: { before: '{}', after: '{' } })])).toEqual([
      { path: 'package.json', content: before },
    ]);
  });
});
