import { type FieldError, PROBLEM_TITLES, type ProblemDocument, type ProblemKind } from '../../contract/problem.ts';
import { problemForm } from '../../domain/problem-form.ts';

/** A complaint of a Standard Schema; `keys` is what zod adds for unknown fields. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly keys?: readonly string[];
}

interface ProblemOptions {
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An answer other than success: `message` is the detail a person reads, `status` the HTTP status. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly kind: ProblemKind;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, kind: ProblemKind, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause });
    this.status = status;
    this.kind = kind;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}

/** The most that is told of what is wrong: an answer is not to be longer than the request. */
const MOST_ERRORS = 30;
const LONGEST_FIELD = 200;

/** A request whose form is right but whose fields are not (422), every wrong field named, of many the first 30. */
export function invalidFields(all: readonly FieldError[]): Problem {
  const errors = all.slice(0, MOST_ERRORS).map((error) => ({ ...error, field: shortened(error.field) }));
  const fields = [...new Set(errors.map(({ field }) => field))];
  const [first] = errors;
  const more = all.length > errors.length ? ` and more; the first ${MOST_ERRORS} are told` : '';
  const detail =
    all.length === 1 && first !== undefined
      ? `${first.field}: ${first.message}`
      : `${all.length} problems, in: ${fields.join(', ')}${more}`;
  return new Problem(422, 'invalid-request', detail, { errors });
}

function shortened(field: string): string {
  return field.length > LONGEST_FIELD ? `${field.slice(0, LONGEST_FIELD).toWellFormed()}…` : field;
}

/** A body that cannot be read as JSON (400), with what is wrong with it. */
export function malformedJson(message: string): Problem {
  const errors = [{ field: 'body', message }];
  return new Problem(400, 'malformed-json', `The body cannot be read as JSON: it ${message}.`, { errors });
}

/** A task id that belongs to no task (404). */
export function taskNotFound(taskId: string): Problem {
  return new Problem(404, 'task-not-found', `There is no task "${taskId}".`);
}

/** The answer while the database is away (503): what cannot be done, and that it is worth another try. */
export function storeUnavailable(what: string, cause?: unknown): Problem {
  const headers = { 'Retry-After': '2' };
  return new Problem(503, 'store-unavailable', `${what}; try again in a moment.`, { headers, cause });
}

/** A problem in the form of RFC 9457, as it goes over the wire; `instance` is the path that was asked for. */
export function problemDocument(problem: Problem, instance: string): ProblemDocument {
  const { kind, status, message: detail, errors } = problem;
  const form = problemForm({ kind, title: PROBLEM_TITLES[kind], status, detail, instance });
  return { ...form, ...(errors.length === 0 ? {} : { errors: [...errors] }) };
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
