import { readManifest } from '../manifests/read-manifest.ts';
import { isTable } from '../manifests/manifest-form.ts';
import type { LockForm } from './lock-forms.ts';

/** Where a lock file takes packages from: each origin (`https://registry.npmjs.org`), with one of its URLs. */
export type Sources = ReadonlyMap<string, string>;

/** The sources that a lock file names; undefined when it cannot be parsed. */
export function sourcesIn(text: string, form: LockForm): Sources | undefined {
  const urls = form.format === 'lines' ? urlsInLines(text, form) : urlsInData(text, form);
  if (urls === undefined) return undefined;
  const sources = new Map<string, string>();
  for (const url of urls) {
    const origin = originOf(url);
    if (origin !== undefined && !sources.has(origin)) sources.set(origin, url);
  }
  return sources;
}

const URL_IN_LINE = /(?:\b[a-z][a-z0-9+.-]{0,20}:\/\/|\bgit@)[^\s"'`<>()[\]{},]+/gi;

function urlsInLines(text: string, { lines }: LockForm): readonly string[] {
  if (lines === undefined) return [];
  return text
    .split('\n')
    .filter((line) => lines.test(line))
    .flatMap((line) => line.replaceAll(/%3A/gi, ':').replaceAll(/%2F/gi, '/').match(URL_IN_LINE) ?? []);
}

function urlsInData(text: string, form: LockForm): readonly string[] | undefined {
  const { format, lines, isSource, namedBySource = [] } = form;
  const data = format === 'lines' ? undefined : readManifest(text, format);
  if (data === undefined) return undefined;
  if (lines !== undefined) return urlsInLines(text, form);
  const urls: string[] = [];
  const open: { readonly value: unknown; readonly key: string; readonly parent: string }[] = [
    { value: data, key: '', parent: '' },
  ];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { value, key, parent } = at;
    if (typeof value === 'string' && isSource?.(key, parent, value) === true) urls.push(value);
    if (isTable(value) && namedBySource.includes(key)) urls.push(...Object.keys(value));
    if (typeof value !== 'object' || value === null) continue;
    // What is in a list goes by the key of the list.
    const inList = Array.isArray(value);
    for (const [name, child] of Object.entries(value)) {
      open.push({ value: child as unknown, key: inList ? key : name, parent: inList ? parent : key });
    }
  }
  return urls;
}

/** Scheme, host and port of a URL as package managers write them; undefined for what names no host, such as a path. */
function originOf(url: string): string | undefined {
  const plain = url.replace(
    /^(?:[^\s:/@]+@)?(?:git|hg|svn|bzr|registry|sparse|direct|path|url|source)\+(?=[a-z]+:)/i,
    '',
  );
  const scp = /^(?:ssh:\/\/)?git@([^:/\s]+)[:/]/i.exec(plain);
  if (scp !== null) return `ssh://${scp[1]?.toLowerCase() ?? ''}`;
  const from = plain.search(/(?:https?|ssh|git|ftp):\/\//i);
  if (from === -1) return undefined;
  const parsed = URL.parse(plain.slice(from));
  if (parsed === null) return plain.slice(from, from + 100);
  return `${parsed.protocol}//${parsed.host}`;
}
