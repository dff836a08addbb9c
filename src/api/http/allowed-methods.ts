/** A registered route: its method and its path with `:name` and `*` in it. */
export interface Route {
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

/** The methods that a path answers to, sorted; none when no route has that path. */
export function allowedMethods(routes: readonly Route[], path: string): readonly string[] {
  const fitting = routes.filter(({ url }) => patternOf(url).test(path));
  return [...new Set(fitting.map(({ method }) => method))].sort();
}
