/** A request that nobody sends who means well. */
export interface HostileRequest {
  readonly name: string;
  readonly path: string;
  readonly init: RequestInit;
}

/** Just below what a body may have. */
const MOST_BODY = 1024 * 1024 - 512;
/** Just below what Node takes of a request's line and headers. */
const MOST_LINE = 15 * 1024;

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const LONG_TEXTS: Readonly<Record<string, (most: number) => string>> = {
  letters: (most) => 'a'.repeat(most),
  blanks: (most) => ' '.repeat(most),
  dots: (most) => `a${'.'.repeat(most - 2)}b`,
  quotes: (most) => "'".repeat(most),
  accents: (most) => 'é'.repeat(Math.floor(most / 2)),
};

const BODIES: Readonly<Record<string, string>> = {
  'lists in lists': '['.repeat(MOST_BODY / 2) + ']'.repeat(MOST_BODY / 2),
  'objects in objects': `${'{"a":'.repeat(MOST_BODY / 6)}1${'}'.repeat(MOST_BODY / 6)}`,
  'a feature of lists': `{"feature":${'['.repeat(MOST_BODY / 2 - 10)}${']'.repeat(MOST_BODY / 2 - 10)}}`,
  'unknown fields': `{${Array.from({ length: 60_000 }, (_, index) => `"f${index}":1`).join(',')}}`,
  'a list of numbers': `[${'1,'.repeat(MOST_BODY / 2 - 2)}1]`,
  'a long number': `{"priority":${'9'.repeat(MOST_BODY - 20)}}`,
  'an open list': '['.repeat(MOST_BODY),
  'a long text': `"${'a'.repeat(MOST_BODY - 2)}"`,
  blanks: ' '.repeat(MOST_BODY),
};

/** Requests to every operation that the API tells of: every field, parameter and header as long as it can come, and bodies of every shape. */
export function hostileRequests(told: unknown): readonly HostileRequest[] {
  const document = told as Document;
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      requestsOf(path, method.toUpperCase(), operation, document),
    ),
  );
}

function requestsOf(path: string, method: string, operation: Operation, document: Document): readonly HostileRequest[] {
  const { parameters = [], requestBody } = operation;
  const plain = path.replaceAll(/\{[^}]+\}/g, 'chimera-0123456789ab');
  const named = (what: string): string => `${method} ${path} with ${what}`;
  const headers = { 'content-type': 'application/json' };
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].flatMap(([place, name = '']) =>
    Object.entries(LONG_TEXTS).map(([kind, text]) => ({
      name: named(`${kind} as ${name}`),
      path: path.replace(place, encodeURIComponent(text(4_000))).replaceAll(/\{[^}]+\}/g, 'x'),
      init: { method, ...(requestBody === undefined ? {} : { headers, body: '{}' }) },
    })),
  );
  const inQuery = parameters
    .filter((parameter) => parameter.in === 'query')
    .flatMap(({ name }) => [
      ...Object.entries(LONG_TEXTS).map(([kind, text]) => ({
        name: named(`${kind} as ${name}`),
        path: `${plain}?${name}=${encodeURIComponent(text(4_000))}`,
        init: { method },
      })),
      { name: named(`${name} many times`), path: `${plain}?${`${name}=1&`.repeat(1_000)}`, init: { method } },
    ]);
  const inHeaders = parameters
    .filter((parameter) => parameter.in === 'header')
    .map(({ name }) => ({
      name: named(`a long ${name}`),
      path: plain,
      init: { method, headers: { ...headers, [name]: 'a'.repeat(MOST_LINE) }, body: '{}' },
    }));
  if (requestBody === undefined) return [...inPath, ...inQuery];
  const { properties = {} } = resolved(Object.values(requestBody.content)[0]?.schema, document);
  const fields = Object.keys(properties).flatMap((field) =>
    Object.entries(LONG_TEXTS).map(([kind, text]) => ({
      name: named(`${kind} as ${field}`),
      path: plain,
      init: { method, headers, body: JSON.stringify({ [field]: text(MOST_BODY - field.length - 8) }) },
    })),
  );
  const bodies = Object.entries(BODIES).map(([kind, body]) => ({
    name: named(kind),
    path: plain,
    init: { method, headers, body },
  }));
  return [...inPath, ...inQuery, ...inHeaders, ...fields, ...bodies];
}

function resolved(schema: Schema = {}, document: Document): Schema {
  if (schema.$ref !== undefined)
    return resolved(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''], document);
  const [object] = (schema.anyOf ?? []).map((one) => resolved(one, document)).filter(({ properties }) => properties);
  return object ?? schema;
}
