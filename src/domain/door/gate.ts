import { listsHost, OWN_HOSTS } from './allowed-hosts.ts';
import { hostNameOf, type KnownHost, parseHost } from './host.ts';
import type { DoorRefusal } from './refusal.ts';

/** The lines of a request's head as they came: names and values in turn. */
type HeaderLines = readonly string[];

/**
 * Whether a server answers a request at all, decided by its head alone, before routes are looked up and a body is read.
 *
 * 1. Its host is one of this server's: a page whose name was made to lead here (DNS rebinding) still says its own name.
 * 2. A browser that says for whom it asks (`Origin`, `Sec-Fetch-Site`) asks for this server's own page or for its user.
 *    Another site's page may lead its visitor to a page for people, as any link does, and to nothing else.
 * 3. What may change something carries what no foreign page can send without asking first (a CORS preflight, which nobody
 *    answers here): JSON's media type, or the header X-Chimera-Request. So a browser that says nothing of whom it asks for
 *    is refused as well, and a missing Origin is no pass.
 */
export interface Gate {
  /** The hosts that are answered besides this computer's own names. */
  readonly hosts: readonly KnownHost[];
  /** Whether the path is of a page for people, to which a link of another site may lead. */
  readonly isPage: (path: string) => boolean;
  /** A header besides that counts as proof that no foreign page sends the request, in lower case. */
  readonly proof?: string | undefined;
}

/** The head of a request. */
export interface RequestHead {
  readonly method: string;
  /** As it stands in the request's first line. */
  readonly target: string;
  readonly headers: HeaderLines;
  /** The address at which it arrived, a name of its own for whoever knows no other: a container, a pod. */
  readonly arrivedAt?: string | undefined;
}

/** The header by which a program says that it is no web page where it sends no JSON; its value is free. */
export const PROOF_HEADER = 'X-Chimera-Request';

const OWN_PROOF = PROOF_HEADER.toLowerCase();
const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const ONCE = ['host', 'origin', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest', 'content-type'] as const;
const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/** Why the request is refused, or undefined for one that may come in. */
export function gateRefusal(head: RequestHead, gate: Gate): DoorRefusal | undefined {
  return badHost(head, gate) ?? foreignPage(head, gate) ?? unprovenWrite(head, gate);
}

function badHost({ target, headers, arrivedAt }: RequestHead, { hosts }: Gate): DoorRefusal | undefined {
  const twice = ONCE.find((name) => valuesOf(headers, name).length > 1);
  if (twice !== undefined) return unreadable(`The header ${twice} is given more than once.`);
  const [text = ''] = valuesOf(headers, 'host');
  const host = parseHost(text);
  if (host === undefined) {
    return unreadable(`The Host header must name one host, such as 127.0.0.1:8080, and says "${shown(text)}".`);
  }
  const absolute = ABSOLUTE.exec(target)?.[1];
  if (absolute !== undefined && absolute.toLowerCase() !== text.toLowerCase()) {
    return unreadable('The host in the URL is another one than that of the Host header.');
  }
  const arrived = arrivedAt === undefined ? [] : [{ name: hostNameOf(arrivedAt) }];
  if (listsHost([...OWN_HOSTS, ...arrived, ...hosts], host)) return undefined;
  return {
    status: 403,
    kind: 'host-refused',
    detail:
      `This server does not answer under the name "${shown(text)}", for a web page can make a browser come here under a ` +
      'name of its own. If it is your name for this server, put it into CHIMERA_ALLOWED_HOSTS and start Chimera again.',
  };
}

function foreignPage(head: RequestHead, gate: Gate): DoorRefusal | undefined {
  const { headers } = head;
  const [host = ''] = valuesOf(headers, 'host');
  const [origin] = valuesOf(headers, 'origin');
  const [site = 'none'] = valuesOf(headers, 'sec-fetch-site');
  const ownOrigin = origin === undefined || isOwnOrigin(origin, host);
  const ownSite = site === 'same-origin' || site === 'none';
  if (ownOrigin && (ownSite || isVisit(head, gate))) return undefined;
  const from = origin === undefined ? `Sec-Fetch-Site: ${shown(site)}` : `Origin: ${shown(origin)}`;
  return {
    status: 403,
    kind: 'page-refused',
    detail:
      `A browser sent this for a web page of another site (${from}), and only Chimera's own pages are answered. A reverse ` +
      'proxy in between has to hand on the Host header as the browser sent it.',
  };
}

/** The scheme is not compared: behind a proxy that ends TLS it is the browser's alone to know. */
function isOwnOrigin(origin: string, host: string): boolean {
  const named = /^https?:\/\//i.test(origin) ? parseHost(origin.replace(/^\w+:\/\//, '')) : undefined;
  const own = parseHost(host);
  return named !== undefined && named.name === own?.name && named.port === own.port;
}

/** Whether a link of another site leads a browser's user to a page for people, and is not followed ahead of them. */
function isVisit({ method, target, headers }: RequestHead, { isPage }: Gate): boolean {
  const [path = ''] = target.replace(ABSOLUTE, '').split(/[?#]/, 1);
  const says = (name: string, value: string) => valuesOf(headers, name)[0] === value;
  return (
    method === 'GET' &&
    says('sec-fetch-mode', 'navigate') &&
    says('sec-fetch-dest', 'document') &&
    valuesOf(headers, 'sec-purpose').length === 0 &&
    isPage(path)
  );
}

function unprovenWrite({ method, headers }: RequestHead, { proof = OWN_PROOF }: Gate): DoorRefusal | undefined {
  if (READING.includes(method)) return undefined;
  if ([OWN_PROOF, proof].some((name) => valuesOf(headers, name).length > 0)) return undefined;
  const [type] = valuesOf(headers, 'content-type');
  if (type !== undefined && /^application\/json\s*(?:;|$)/i.test(type.trim())) return undefined;
  const wanted = `Send "Content-Type: application/json", with a body or without, or the header ${PROOF_HEADER}`;
  if (type === undefined && !hasBody(headers)) {
    const detail = `Any web page could have sent this. ${wanted}; no page of others can.`;
    return { status: 403, kind: 'write-unproven', detail };
  }
  const detail = `The body is ${type === undefined ? 'of no type' : `"${shown(type)}"`}. ${wanted} and JSON.`;
  return { status: 415, kind: 'unsupported-media-type', detail };
}

function hasBody(headers: HeaderLines): boolean {
  const [length = '0'] = valuesOf(headers, 'content-length');
  return Number(length) > 0 || valuesOf(headers, 'transfer-encoding').length > 0;
}

function unreadable(detail: string): DoorRefusal {
  return { status: 400, kind: 'host-unreadable', detail };
}

/** A header's value in an answer: not at any length. */
function shown(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

/** All values that came under a name, in their order. */
function valuesOf(lines: HeaderLines, name: string): readonly string[] {
  return lines.flatMap((line, index) => {
    const value = lines[index + 1];
    return index % 2 === 0 && value !== undefined && line.toLowerCase() === name ? [value] : [];
  });
}
