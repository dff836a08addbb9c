import type { FastifyInstance } from 'fastify';
import { type JsonBounds, jsonExcess } from '../../domain/json-excess.ts';
import { invalidFields, malformedJson } from '../problem/problem.ts';
import { duplicateKey } from './duplicate-key.ts';

/** What a body may have at most: several times what any request has, and little to parse. */
const MOST: JsonBounds = { depth: 10, values: 20_000 };

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Bodies are JSON in UTF-8 and nothing else, and name no key twice: of two values somebody would mean the other one. An
 * empty one counts as none, so that a client may always say it sends JSON.
 */
export function acceptJsonOnly(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = textOf(Buffer.from(body));
    const excess = jsonExcess(text ?? '', MOST);
    if (text === undefined) {
      done(malformedJson('is not UTF-8'));
    } else if (text.trim() === '') {
      done(null, undefined);
    } else if (excess !== undefined) {
      done(invalidFields([{ field: 'body', message: `must not have ${excess}` }]));
    } else {
      void parse(request, text, (error, value) => {
        const key = error === null ? duplicateKey(text) : undefined;
        if (key === undefined) done(error, value);
        else done(malformedJson(`names "${key.slice(0, 100)}" twice`));
      });
    }
  });
}

function textOf(body: Buffer): string | undefined {
  try {
    return UTF_8.decode(body);
  } catch {
    return undefined;
  }
}
