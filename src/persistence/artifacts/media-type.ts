import { extname } from 'node:path';
import type { ArtifactRef } from '../../domain/phase-result.ts';

type Form = readonly [mediaType: string, kind: ArtifactRef['kind']];

const TEXT = 'text/plain; charset=utf-8';

const BY_EXTENSION: Readonly<Record<string, Form>> = {
  '.png': ['image/png', 'screenshot'],
  '.jpg': ['image/jpeg', 'screenshot'],
  '.jpeg': ['image/jpeg', 'screenshot'],
  '.webp': ['image/webp', 'screenshot'],
  '.gif': ['image/gif', 'screenshot'],
  '.webm': ['video/webm', 'video'],
  '.mp4': ['video/mp4', 'video'],
  '.zip': ['application/zip', 'trace'],
  '.json': ['application/json', 'report'],
  '.xml': ['application/xml', 'report'],
  '.html': ['text/html; charset=utf-8', 'report'],
  '.md': ['text/markdown; charset=utf-8', 'report'],
  '.diff': [TEXT, 'diff'],
  '.patch': [TEXT, 'diff'],
  '.ts': [TEXT, 'test'],
  '.js': [TEXT, 'test'],
  '.mjs': [TEXT, 'test'],
  '.feature': [TEXT, 'test'],
  '.log': [TEXT, 'log'],
  '.txt': [TEXT, 'log'],
  '.ndjson': ['application/x-ndjson', 'log'],
};

const UNKNOWN: Form = ['application/octet-stream', 'log'];

/** The media type and the kind of evidence that a file's name tells of; bytes of no known form count as a log. */
export function formOf(name: string): { readonly media_type: string; readonly kind: ArtifactRef['kind'] } {
  const [media_type, kind] = BY_EXTENSION[extname(name).toLowerCase()] ?? UNKNOWN;
  return { media_type, kind };
}
