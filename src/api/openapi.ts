import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { PROOF_HEADER } from '../domain/door/gate.ts';
import { documentAnswers } from './http/common-answers.ts';
import { wireForm } from './http/wire-form.ts';
import { problemSchema } from '../contract/problem.ts';
import { reportSchema } from '../contract/report.ts';

const DESCRIPTION =
  'Submit a feature and follow it through five phases until it is proven on staging. ' +
  'Every error is a problem document (RFC 9457). ' +
  `What changes something says \`Content-Type: application/json\`, with a body or without, or has a header \`${PROOF_HEADER}\`: ` +
  'otherwise any web page could have sent it.';

/** The API's OpenAPI document; tasks can be submitted to the projects. */
function openApiDocument(app: NestFastifyApplication, projects: readonly string[]): OpenAPIObject {
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
    standardSchemaConverter: (schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) =>
      wireForm(schema, schemaType),
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '').toLowerCase()}_${method}`,
  });
  // What operations refer to by its name, for they answer with it in one media type of several.
  const problem = wireForm(problemSchema, 'output');
  const report = wireForm(reportSchema, 'output');
  const schemas = { ...document.components?.schemas, ...problem?.components, ...report?.components };
  nameProjects(schemas, projects);
  return documentAnswers({ ...document, components: { ...document.components, schemas } });
}

/** Which projects there are is only known here. */
function nameProjects(schemas: Record<string, object>, projects: readonly string[]): void {
  const { properties } = schemas['TaskSubmission'] as { properties: { project: { enum?: readonly string[] } } };
  properties.project.enum = projects;
}

/** Says of every request that the documentation's page sends that it is no foreign page's; runs there, knowing nothing of here. */
function asOwnPage(request: { headers: Record<string, string> }): object {
  request.headers['X-Chimera-Request'] = 'documentation';
  return request;
}

/** Serves the document at /api/docs-json and, to be read and tried, at /api/docs. */
export function serveOpenApi(app: NestFastifyApplication, projects: readonly string[]): void {
  SwaggerModule.setup('api/docs', app, openApiDocument(app, projects), {
    customSiteTitle: 'Chimera API',
    raw: ['json'],
    // The validator's badge would ask a server on the internet.
    swaggerOptions: { validatorUrl: null, displayRequestDuration: true, requestInterceptor: asOwnPage },
  });
}
