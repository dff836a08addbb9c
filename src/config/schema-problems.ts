import type { z } from 'zod';
import { type ConfigProblem, shownValue } from './config-error.ts';
import { knownKeys } from './known-keys.ts';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A problem that still knows its place as a path of keys. */
export interface PlacedProblem extends Omit<ConfigProblem, 'path' | 'line'> {
  readonly at: Path;
}

/** A value that fits its schema, or everything that is wrong with it. */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly PlacedProblem[] };

/** Checks a value against a schema; the problems say what would be right, and name the nearest known key. */
export function check<S extends z.ZodType>(schema: S, value: unknown): Checked<z.output<S>> {
  const parsed = schema.safeParse(value, { error: wording, reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOf(schema, value, issue, [])) };
}

/** `projects[0].staging.command` for a path of keys. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

function problemsOf(schema: z.ZodType, root: unknown, issue: Issue, above: Path): readonly PlacedProblem[] {
  const at = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, at);
    return issue.keys.map((key) => ({ at: [...at, key], message: unknownKey(key, known) }));
  }
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ at, message }));
  const value = valueAt(root, at);
  if (issue.code === 'invalid_union') {
    const [fitting] = issue.errors
      .filter((branch) => branch.length > 0 && !branch.some(isWrongKind))
      .toSorted((a, b) => missingIn(a) - missingIn(b));
    if (fitting !== undefined) return fitting.flatMap((inner) => problemsOf(schema, root, inner, at));
  }
  if (value === undefined) return [{ at, message: `is missing: ${issue.message}` }];
  return [{ at, ...(mayBeSecret(at) ? {} : { value: shownValue(value) }), message: issue.message }];
}

/** Places below which values are passwords and keys, or may have one in them. */
const SECRET_PLACES: readonly PropertyKey[] = ['env', 'headers', 'url', 'key', 'base_url'];

function mayBeSecret(at: Path): boolean {
  return at.some((step) => SECRET_PLACES.includes(step));
}

const KIND_CODES: readonly Issue['code'][] = ['invalid_type', 'invalid_value'];

/** How many keys a branch misses: of two kinds of mapping, the one that was meant has its own key in place. */
function missingIn(branch: readonly Issue[]): number {
  return branch.filter(({ code, input }) => KIND_CODES.includes(code) && input === undefined).length;
}

/** Whether an issue says that the value is of another kind altogether, so that its branch was not the one meant. */
function isWrongKind(issue: Issue): boolean {
  return issue.path.length === 0 && KIND_CODES.includes(issue.code);
}

function unknownKey(key: string, known: readonly string[]): string {
  if (known.includes(key)) return 'does not go together with the other keys here';
  const near = nearest(key, known);
  if (near !== undefined) return `unknown key; did you mean "${near}"?`;
  return known.length === 0 ? 'unknown key' : `unknown key; known are ${known.join(', ')}`;
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    root,
  );
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'must be text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be a mapping of keys to values',
  record: 'must be a mapping of keys to values',
};

/** What would be right, for the issues whose schema does not say it itself. */
function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected] ?? `must be ${issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(shownValue).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'must not be empty'
        : `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'invalid_format':
      return issue.format === 'url' ? 'must be a URL that begins with http:// or https://' : undefined;
    default:
      return undefined;
  }
}
