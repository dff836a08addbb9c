import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from '../../domain/problem-form.ts';
import { PROBLEM_REF } from '../openapi-refs.ts';
import { OPTIONAL_BODY } from './wire-form.ts';

type Answers = Readonly<Record<string, string>>;

/** What any operation may be answered with before it is looked at: by the door, or because the URL cannot be read. */
const OF_ALL: Answers = {
  400: 'The request cannot be read: its URL, its headers, or its Host, which is missing or given twice.',
  403: 'The Host is not one of this server’s, or a browser asks for another site’s page.',
  408: 'The request took too long to arrive.',
  431: 'The URL and the headers are too large.',
  503: 'Too many connections are open; Retry-After says when to try again.',
};

/** The same of what changes something. */
const OF_WRITES: Answers = {
  400: 'The body is not valid JSON in UTF-8, or names a key twice.',
  403: 'Neither JSON’s media type nor the header X-Chimera-Request is given.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
};

interface Documented {
  readonly description: string;
  readonly content?: object;
}

interface Operation {
  readonly requestBody?: { required?: boolean; readonly content: Record<string, { schema?: object }> };
  readonly responses: Record<string, Documented>;
}

/**
 * The document with the answers that operations have in common, beside those of their own, and with bodies that may be left
 * out marked as such.
 */
export function documentAnswers(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(path as Record<string, Operation>)) {
      add(operation, OF_ALL);
      if (method !== 'get') add(operation, OF_WRITES);
      markOptional(operation);
    }
  }
  return document;
}

function add({ responses }: Operation, answers: Answers): void {
  for (const [status, description] of Object.entries(answers)) {
    const own = responses[status]?.description;
    responses[status] = {
      description: own === undefined ? description : `${own} ${description}`,
      content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: PROBLEM_REF } } },
    };
  }
}

function markOptional({ requestBody }: Operation): void {
  for (const { schema } of Object.values(requestBody?.content ?? {})) {
    if (requestBody === undefined || schema === undefined || !(OPTIONAL_BODY in schema)) continue;
    Reflect.deleteProperty(schema, OPTIONAL_BODY);
    requestBody.required = false;
  }
}
