import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The keys that a schema knows at a path of its input; empty where any key goes. */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let places: readonly JsonSchema[] = [z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })];
  for (const step of path) places = alternatives(places).flatMap((place) => below(place, step));
  return [...new Set(alternatives(places).flatMap(keysOf))];
}

function alternatives(places: readonly JsonSchema[]): readonly JsonSchema[] {
  return places.flatMap((place) => [place, ...alternatives(objects(place.anyOf))]);
}

function below(place: JsonSchema, step: PropertyKey): readonly JsonSchema[] {
  if (typeof step === 'number') return objects([place.items]);
  return objects([place.properties?.[String(step)] ?? place.additionalProperties]);
}

function keysOf(place: JsonSchema): readonly string[] {
  const [names] = objects([place.propertyNames]);
  return [...Object.keys(place.properties ?? {}), ...(names?.enum ?? []).map(String)];
}

function objects(schemas: readonly unknown[] = []): readonly JsonSchema[] {
  return schemas.filter((schema): schema is JsonSchema => typeof schema === 'object' && schema !== null);
}
