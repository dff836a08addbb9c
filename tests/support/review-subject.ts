import type { ChangedFile, ReviewSubject } from '../../src/agents/built-in/guardian/change.ts';

/** A modified text file with one added line, except for what is given. */
export function changed(file: Partial<ChangedFile> & { readonly path: string }): ChangedFile {
  return {
    kind: 'modified',
    previous_mode: '100644',
    mode: '100644',
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
    since_test: { files, content_read: true },
    descends_from_test: true,
    test_path: test.path,
    generated: new Set([test.path]),
    ...more,
  };
}
