import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem/problem.ts';

/** A registered route: its method and its path with `:name` and `*` in it. */
export interface RegisteredRoute {
  readonly method: string;
  readonly url: string;
}

function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => {
      if (part.startsWith('*')) return '.+';
      return part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    })
    .join('/');
  return new RegExp(`^${source}$`);
}

/** How exactly a route says its path, part by part, for comparison: as it stands, by a parameter, by whatever comes. */
function exactness(url: string): string {
  return url.replace(/[^/]+/g, (part) => (part.startsWith('*') ? '2' : part.startsWith(':') ? '1' : '0'));
}

/**
 * Tells the methods that a path answers to, sorted; none when no route has that path. Where several have it, it is the path
 * of the one that says it most exactly: `/api/dlq/groups` is no dead letter's.
 */
export function methodsByPath(routes: readonly RegisteredRoute[]): (path: string) => readonly string[] {
  const urls = [...new Set(routes.map(({ url }) => url))].sort((a, b) => (exactness(a) < exactness(b) ? -1 : 1));
  const table = urls.map((url) => {
    const methods = routes.filter((route) => route.url === url).map(({ method }) => method);
    return { pattern: patternOf(url), methods: [...new Set(methods)].sort() };
  });
  return (path) => table.find(({ pattern }) => pattern.test(path))?.methods ?? [];
}

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
