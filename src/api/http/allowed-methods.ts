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
