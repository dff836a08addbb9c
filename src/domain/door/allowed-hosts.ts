import { type KnownHost, parseHost } from './host.ts';

/**
 * This computer's own names, with any port: a web page cannot choose the port that a browser names, and a published port
 * or a tunnel makes it another one than that on which the server listens.
 */
export const OWN_HOSTS: readonly KnownHost[] = [{ name: '127.0.0.1' }, { name: 'localhost' }, { name: '[::1]' }];

/** The ports that a Host header leaves out, as whose default it depends on the scheme, which a server behind a proxy cannot see. */
const LEFT_OUT: readonly number[] = [80, 443];

/** A list of hosts as a setting has it, or what is wrong with an entry of it. */
export type HostList =
  | { readonly ok: true; readonly hosts: readonly KnownHost[] }
  | { readonly ok: false; readonly entry: string; readonly message: string };

/** Reads hosts apart from each other by commas or blanks. */
export function parseHostList(text: string): HostList {
  const hosts: KnownHost[] = [];
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const host = parseHost(entry);
    if (host === undefined) return { ok: false, entry, message: complaintAbout(entry) };
    hosts.push(host);
  }
  return { ok: true, hosts };
}

function complaintAbout(entry: string): string {
  if (entry.includes('*') || entry.startsWith('.')) return 'must name each host in full, never a wildcard';
  if (entry.includes('/')) return 'must be names such as chimera.example or chimera.example:8443, not URLs';
  return 'must be host names or addresses, each with a port or without, such as chimera.example:8443 or [fd00::1]';
}

/** Whether a list has the host. An entry without a port stands for every port, one with it for that alone. */
export function listsHost(list: readonly KnownHost[], { name, port }: KnownHost): boolean {
  return list.some((entry) => {
    if (entry.name !== name) return false;
    return entry.port === undefined || (port === undefined ? LEFT_OUT.includes(entry.port) : entry.port === port);
  });
}
