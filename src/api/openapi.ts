import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { problemSchema } from './problem/problem.schema.ts';
import { reportSchema } from './reports/report.schema.ts';

const DESCRIPTION =
  'Submit a feature and follow it through five phases until it is proven on staging. ' +
  'Every error is a problem document (RFC 9457).';

interface Converted {
  readonly schema: Record<string, unknown>;
  readonly components: Record<string, Record<string, unknown>>;
}

/** A zod schema for the document; one with an id becomes a component that is referred to. */
function convert(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }): Converted | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const {
    $schema: _,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: schemaType,
    unrepresentable: 'any',
  }) as Record<string, unknown> & { $defs?: Converted['components'] };
  const id = schema.meta()?.id;
  if (id === undefined) return { schema: own, components: $defs };
  return { schema: { $ref: `#/components/schemas/${id}` }, components: { [id]: own, ...$defs } };
}

/** The API's OpenAPI document. */
function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Chimera')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addTag('tasks', 'Submit, list, look at, follow, reprioritise and cancel tasks.')
    .addTag('pool', 'How many tasks work at once, which goes next, and how that is operated.')
    .addTag('dead letters', 'Tasks whose retries are used up: look, note, requeue, discard.')
    .addTag('agents', 'Who does the work, and the circuit breakers before them.')
    .addTag('workers', 'The processes that do the work, and whether they are alive.')
    .addTag('artifacts', 'The evidence of tasks.')
    .addTag('profile', 'What tasks spend their time on.')
    .addTag('health', 'How the system is.')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: convert,
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '').toLowerCase()}_${method}`,
  });
  // What operations refer to by its name, for they answer with it in one media type of several.
  const problem = convert(problemSchema, { schemaType: 'output' });
  const report = convert(reportSchema, { schemaType: 'output' });
  return {
    ...document,
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, ...problem?.components, ...report?.components },
    },
  };
}

/** Serves the document at /api/docs-json and, to be read and tried, at /api/docs. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, openApiDocument(app), {
    customSiteTitle: 'Chimera API',
    raw: ['json'],
    // The validator's badge would ask a server on the internet.
    swaggerOptions: { validatorUrl: null, displayRequestDuration: true },
  });
}
