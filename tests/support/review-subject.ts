import type { z } from 'zod';
import type { ChangedFile, ReviewSubject } from '../../src/agents/built-in/guardian/change.ts';
import { type ReviewPolicy, reviewPolicy } from '../../src/agents/built-in/guardian/review-policy.ts';
import { projectSchema } from '../../src/config/project.ts';

/** A modified text file with one added line, except for what is given. */
export function changed(file: Partial<ChangedFile> & { readonly path: string }): ChangedFile {
  return {
    kind: 'modified',
    previous_mode: '100644',
    mode: '100644',
    previous_blob: 'a'.repeat(40),
    blob: 'b'.repeat(40),
    previous_bytes: 100,
    bytes: 100,
    binary: false,
    lines_added: 1,
    lines_deleted: 0,
    added: [{ number: 1, text: 'const price = 5;' }],
    ...file,
  };
}

/** The subject of a review in which the coder changed these files and left the generated test alone. */
export function subjectOf(files: readonly ChangedFile[], more: Partial<ReviewSubject> = {}): ReviewSubject {
  const test = changed({ path: 'tests/e2e/chimera/cart.spec.ts', kind: 'added', previous_mode: '000000' });
  return {
    change: { files: [test, ...files], content_read: true },
    base_scripts: {},
    since_test: { files, content_read: true },
    descends_from_test: true,
    test_path: test.path,
    generated: new Set([test.path]),
    ...more,
  };
}

/** The rules of a project that says this of reviews, and has these commands. */
export function policyOf(
  guardian: z.input<typeof projectSchema>['guardian'] = {},
  commands: { readonly test?: string; readonly set_up?: string; readonly scripts?: Record<string, string> } = {},
): ReviewPolicy {
  const { scripts = {}, ...rest } = commands;
  return reviewPolicy(projectSchema.parse({ name: 'shop', repository: '.', guardian, ...rest }), scripts);
}
