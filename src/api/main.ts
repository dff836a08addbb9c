import type { RequestListener } from 'node:http';
import helmet from '@fastify/helmet';
import { type NestApplicationOptions, StandardSchemaValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import 'reflect-metadata';
import { type ApiParts, AppModule } from './app.module.ts';
import type { KnownHost } from '../domain/door/host.ts';
import { createDoor } from '../door/door.ts';
import { API_LIMITS, type DoorLimits } from '../door/limits.ts';
import { saysRefusals } from '../door/refusal-log.ts';
import { acceptJsonOnly } from './http/json-body.ts';
import { refuseOtherMethods } from './http/allowed-methods.ts';
import { isPage } from './http/pages.ts';
import { SECURITY_HEADERS } from './http/security-headers.ts';
import { logRequests } from './log/request-log.ts';
import { tracedParts } from './log/traced-parts.ts';
import { serveOpenApi } from './openapi.ts';
import { Problem, problemOfIssues } from './problem/problem.ts';
import { ProblemFilter } from './problem/problem.filter.ts';
import { sendProblem } from './problem/send-problem.ts';

/** Room for a feature of 64 KiB whose every character is escaped; in bytes. */
const BODY_LIMIT_BYTES = 1024 * 1024;

// Fastify's own JSON parser is used, the API's own log, and a failure to start is the caller's to handle.
const NEST_OPTIONS: Pick<NestApplicationOptions, 'bodyParser' | 'logger' | 'abortOnError'> = {
  bodyParser: false,
  logger: false,
  abortOnError: false,
};

/** Who may come in, and how much is borne with. */
export interface DoorSettings {
  /** The hosts that are answered besides this computer's own names. */
  readonly hosts?: readonly KnownHost[] | undefined;
  readonly limits?: DoorLimits | undefined;
}

/** The API as an application that does not listen yet; `app.inject` answers without a network, and so without its door. */
export async function buildApi(
  given: ApiParts,
  { hosts = [], limits = API_LIMITS }: DoorSettings = {},
): Promise<NestFastifyApplication> {
  const parts = { ...given, ...tracedParts(given) };
  const adapter = new FastifyAdapter({
    serverFactory: (handler: RequestListener) =>
      createDoor({ gate: { hosts, isPage }, limits, onRefused: saysRefusals(parts.log) }, handler),
    // The door's own answers are the only ones.
    clientErrorHandler: () => undefined,
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    // What fails before a route is found never reaches the filter.
    frameworkErrors: (_error: FastifyError, { url }: FastifyRequest, reply: FastifyReply) => {
      sendProblem(reply, new Problem(400, 'http-error', 'The URL cannot be read.'), url.split('?', 1)[0] ?? '/');
    },
  });
  const server = adapter.getInstance();
  acceptJsonOnly(server);
  logRequests(server, parts.log);
  await server.register(helmet, SECURITY_HEADERS);
  refuseOtherMethods(server);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(parts), adapter, NEST_OPTIONS);
  app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: problemOfIssues }));
  app.useGlobalFilters(new ProblemFilter(parts.log));
  serveOpenApi(
    app,
    parts.rules.projects.map(({ name }) => name),
  );
  await app.init();
  await server.ready();
  return app;
}

/** Another program listens where the API should. */
class PortTakenError extends Error {
  override readonly name = 'PortTakenError';

  constructor(host: string, port: number) {
    super(`Port ${port} of ${host} is in use by another program; choose another one by CHIMERA_PORT or --port.`);
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** What a listening API is started with. */
export interface ApiOptions extends ApiParts, DoorSettings {
  /** 127.0.0.1 by default, so that only this computer reaches it. */
  readonly host?: string | undefined;
  /** 0, the default, takes a free one. */
  readonly port?: number | undefined;
}

/** A listening API. */
export interface Api {
  readonly url: string;
  /** Ends every stream and closes the port. What the API was given stays open: it is the caller's to close. */
  close(): Promise<void>;
}

/**
 * Starts the API; it starts whether or not Temporal can be reached.
 * @throws {PortTakenError}
 */
export async function createApi({ host = '127.0.0.1', port = 0, hosts, limits, ...parts }: ApiOptions): Promise<Api> {
  const app = await buildApi(parts, { hosts, limits });
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw isTaken(error) ? new PortTakenError(host, port) : error;
  }
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  parts.log.info({ url }, 'the API listens');
  return { url, close: () => app.close() };
}
