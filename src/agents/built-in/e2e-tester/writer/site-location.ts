import { literalPattern, regexLiteral, stringLiteral } from './literal.ts';
import type { Comparison } from '../../../../feature/step.ts';

const WEB_ADDRESS = /^https?:\/\//i;
const ANY_ORIGIN = String.raw`^https?:\/\/[^/]+`;

const isWebAddress = (location: string): boolean => WEB_ADDRESS.test(location) && URL.canParse(location);

/** The folder of the site that its home page is in: '' for a site at the root of its host, '/shop' for one below it. */
const folderOf = (targetUrl: string): string => new URL(targetUrl).pathname.replace(/(?<!\/)\/+$/, '');

/**
 * A location as a path of the site under test, so that the same test runs against any deployment of it: '/cart', or
 * './cart' where the site is a folder of its host. A location on another host stays absolute.
 */
export function siteLocation(location: string, targetUrl: string): string {
  const folder = folderOf(targetUrl);
  if (!isWebAddress(location)) {
    const path = location.replace(/^\.?\/+/, '');
    return folder === '' ? `/${path}` : `./${path}`;
  }
  const url = new URL(location);
  if (url.origin !== new URL(targetUrl).origin) return location;
  const path = url.pathname + url.search + url.hash;
  if (folder === '') return path;
  if (url.pathname === folder || url.pathname.startsWith(`${folder}/`)) {
    return `./${path.slice(folder.length).replace(/^\/+/, '')}`;
  }
  return path;
}

/** The argument of Playwright's `toHaveURL` for a comparison with the page's address. */
export function urlExpectation(comparison: Comparison, value: string, targetUrl: string): string {
  const location = isWebAddress(value) ? siteLocation(value, targetUrl) : value;
  switch (comparison) {
    case 'is':
      return stringLiteral(siteLocation(value, targetUrl));
    case 'contains':
      return regexLiteral(literalPattern(location));
    case 'ends-with':
      return regexLiteral(`${literalPattern(location)}$`);
    case 'starts-with':
      return regexLiteral(addressStart(siteLocation(value, targetUrl), folderOf(targetUrl)));
  }
}

/** A pattern for the start of an address; the host is any, since a deployment has its own, and so is the folder. */
function addressStart(location: string, folder: string): string {
  if (isWebAddress(location)) return `^${literalPattern(location)}`;
  if (!location.startsWith('./')) return ANY_ORIGIN + literalPattern(location);
  return `${ANY_ORIGIN}(?:${literalPattern(folder)})?${literalPattern(location.slice(1))}`;
}
