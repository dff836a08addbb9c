import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem/problem.ts';
import { methodsByPath, type RegisteredRoute } from './allowed-methods.ts';

/** Refuses the methods that a path does not answer to, before a body is read; to be called before there are routes. */
export function refuseOtherMethods(server: FastifyInstance): void {
  const routes: RegisteredRoute[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, url });
  });
  let methodsOf: ReturnType<typeof methodsByPath> | undefined;
  server.addHook('onRequest', ({ method, url }, _reply, done) => {
    methodsOf ??= methodsByPath(routes);
    const [path = '/'] = url.split('?', 1);
    const methods = methodsOf(path);
    if (methods.length === 0 || methods.includes(method)) done();
    else done(methodNotAllowed(methods.join(', ')));
  });
}

function methodNotAllowed(allow: string): Problem {
  const headers = { Allow: allow };
  return new Problem(405, 'method-not-allowed', `This resource answers to ${allow}.`, { headers });
}
