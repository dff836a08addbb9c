import type { FastifyInstance } from 'fastify';
import { invalidFields, malformedJson } from '../problem/problem.ts';
import { duplicateKey } from './duplicate-key.ts';
import { isDeeperThan } from './json-depth.ts';

/** The deepest that a body may be: three times what any request has. Parsing half a million lists in one another takes half a second. */
const DEEPEST = 10;

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
    if (text === undefined) {
      done(malformedJson('is not UTF-8'));
    } else if (text.trim() === '') {
      done(null, undefined);
    } else if (isDeeperThan(DEEPEST, text)) {
      done(tooDeep());
    } else {
      void parse(request, text, (error, value) => {
        const key = error === null ? duplicateKey(text) : undefined;
        if (key === undefined) done(error, value);
        else done(malformedJson(`names "${key.slice(0, 100)}" twice`));
      });
    }
  });
}

function tooDeep(): Error {
  const message = `must not have more than ${DEEPEST} lists and objects in one another`;
  return invalidFields([{ field: 'body', message }]);
}

function textOf(body: Buffer): string | undefined {
  try {
    return UTF_8.decode(body);
  } catch {
    return undefined;
  }
}
