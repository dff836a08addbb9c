import { z } from 'zod';

/** A zod schema in the form of the OpenAPI document: its own, and the components that it refers to by id. */
export interface DocumentedSchema {
  readonly schema: Record<string, unknown>;
  readonly components: Record<string, Record<string, unknown>>;
}

/** Marks a body that may be left out, until it is known which operation's it is. */
export const OPTIONAL_BODY = 'x-optional-body';

/**
 * A schema for the document; one with an id becomes a component that is referred to. What zod cannot say of itself, such as
 * what a text is turned into, a schema says in `wire` of its metadata: JSON Schema instead of all of its own but the
 * description.
 */
export function wireForm(schema: unknown, io: 'input' | 'output'): DocumentedSchema | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const {
    $schema: _,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const { wire, description } = jsonSchema;
      if (typeof wire !== 'object') return;
      for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
      Object.assign(jsonSchema, wire, description === undefined ? {} : { description });
    },
  }) as Record<string, unknown> & { $defs?: DocumentedSchema['components'] };
  const id = schema.meta()?.id;
  if (id !== undefined) return { schema: { $ref: `#/components/schemas/${id}` }, components: { [id]: own, ...$defs } };
  const optional = io === 'input' && schema.safeParse(undefined).success;
  return { schema: optional ? { ...own, [OPTIONAL_BODY]: true } : own, components: $defs };
}
