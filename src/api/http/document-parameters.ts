import 'reflect-metadata';

/**
 * Lets the OpenAPI document show a handler's parameters by their schemas: Nest looks for parameters in type metadata,
 * which is not emitted here, so this says how many there are.
 */
export function DocumentParameters(): MethodDecorator {
  return (prototype, name) => {
    const handler: unknown = Reflect.get(prototype, name);
    const count = typeof handler === 'function' ? handler.length : 0;
    Reflect.defineMetadata('design:paramtypes', Array<typeof Object>(count).fill(Object), prototype, name);
  };
}
