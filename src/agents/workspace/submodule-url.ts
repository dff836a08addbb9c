/** Where a submodule is: its URL as `.gitmodules` has it, one that begins with `./` or `../` seen from its parent's. */
export function submoduleUrl(parent: string, url: string): string {
  if (!/^\.\.?\//.test(url)) return url;
  let base = parent.replace(/\/$/, '');
  let rest = url;
  while (/^\.\.?\//.test(rest)) {
    if (rest.startsWith('../')) {
      // In `host:path`, the short form for SSH, the first part of the path follows a colon.
      const cut = Math.max(base.lastIndexOf('/'), base.lastIndexOf(':'));
      const colon = base[cut] === ':';
      base = base.slice(0, colon ? cut + 1 : Math.max(cut, 0));
    }
    rest = rest.replace(/^\.\.?\//, '');
  }
  return base.endsWith(':') ? base + rest : `${base}/${rest}`;
}
