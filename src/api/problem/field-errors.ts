import type { FieldError } from '../../contract/problem.ts';
import { invalidFields, type Problem } from './problem.ts';

/** A complaint of a Standard Schema; `keys` is what zod adds for unknown fields. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly keys?: readonly string[];
}

function fieldErrors(issue: SchemaIssue): readonly FieldError[] {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  if (issue.keys === undefined) return [{ field: path === '' ? 'body' : path, message: issue.message }];
  return issue.keys.map((key) => ({ field: path === '' ? key : `${path}.${key}`, message: 'is not a known field' }));
}

/** A schema's complaints as one problem; unknown fields are named one by one. */
export function problemOfIssues(issues: readonly SchemaIssue[]): Problem {
  return invalidFields(issues.flatMap(fieldErrors));
}
