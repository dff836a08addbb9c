/** One operation of an API as a client would call it: its path filled in, with a body where it takes one. */
export interface Call {
  /** As the document has it, such as `POST /api/pool/drain`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** JSON; undefined for an operation that takes none. */
  readonly body: string | undefined;
}

interface Schema {
  readonly $ref?: string;
  readonly examples?: readonly unknown[];
  readonly example?: unknown;
}

interface Operation {
  readonly parameters?: readonly { name: string; in: string; example?: string | number }[];
  readonly requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, Schema> };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * Every operation of the API's document, so that a new one is among them by itself. `ids` has what stands in a path for
 * its parameters, by path and name (`/api/tasks/{id}`) or by name alone; for others the document's example does.
 */
export async function callsOf(url: string, ids: Readonly<Record<string, string>>): Promise<readonly Call[]> {
  const document = (await (await fetch(new URL('/api/docs-json', url))).json()) as Document;
  return Object.entries(document.paths).flatMap(([template, operations]) =>
    Object.entries(operations)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${template}`,
        method: method.toUpperCase(),
        path: filled(template, operation, ids),
        body: bodyOf(operation, document),
      })),
  );
}

function filled(template: string, { parameters = [] }: Operation, ids: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string, at: number) => {
    const example = parameters.find((parameter) => parameter.name === name)?.example;
    const given = ids[`${template.slice(0, at)}${whole}`] ?? ids[name] ?? example ?? 'x';
    return String(given);
  });
}

function bodyOf({ requestBody }: Operation, { components }: Document): string | undefined {
  const schema = requestBody?.content['application/json']?.schema;
  if (schema === undefined) return undefined;
  const named = schema.$ref === undefined ? schema : components.schemas[schema.$ref.split('/').at(-1) ?? ''];
  return JSON.stringify(named?.example ?? named?.examples?.[0] ?? {});
}
