/** A host as requests and settings name it: a name or an address in its plainest form, and its port where one is given. */
export interface KnownHost {
  /** Lower case; an IPv6 address in brackets, as short as it can be written. */
  readonly name: string;
  readonly port?: number;
}

const LONGEST = 255;
const PARTS =
  /^(?:\[(?<v6>[\da-f:.]+)\]|(?<name>[a-z\d_](?:[\w-]*[a-z\d_])?(?:\.[a-z\d_](?:[\w-]*[a-z\d_])?)*\.?))(?::(?<port>\d{1,5}))?$/i;
const V4_IN_V6 = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** What a Host header or a setting says, or undefined when that is no host: nothing, a list, a URL, a user name, a wildcard. */
export function parseHost(text: string): KnownHost | undefined {
  if (text.length > LONGEST) return undefined;
  const { v6, name, port: digits } = PARTS.exec(text)?.groups ?? {};
  const known = v6 === undefined ? name?.toLowerCase() : shortestV6(v6);
  if (known === undefined) return undefined;
  if (digits === undefined) return { name: known };
  const port = Number(digits);
  return port >= 1 && port <= 65_535 ? { name: known, port } : undefined;
}

/** The name under which a socket's own address stands in a Host header, such as `[::1]`; an IPv4 address within IPv6 as such. */
export function hostNameOf(address: string): string {
  const v4 = V4_IN_V6.exec(address)?.[1];
  if (v4 !== undefined) return v4;
  // The zone of a link-local address is not written in URLs.
  const [bare = ''] = address.split('%', 1);
  return bare.includes(':') ? (shortestV6(bare) ?? `[${bare}]`) : bare;
}

function shortestV6(address: string): string | undefined {
  const url = `http://[${address}]/`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
