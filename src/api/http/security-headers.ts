import type { FastifyHelmetOptions } from '@fastify/helmet';

/**
 * The security headers of every answer. Scripts come from the API itself only; inline styles are allowed for the pages
 * of the API's documentation. Nothing insists on https: the API speaks plain http, on loopback or behind a proxy.
 */
export const SECURITY_HEADERS: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      formAction: ["'self'"],
      objectSrc: ["'none'"],
      imgSrc: ["'self'", 'data:'],
      styleSrc: ["'self'", "'unsafe-inline'"],
    },
  },
  strictTransportSecurity: false,
  crossOriginResourcePolicy: { policy: 'same-origin' },
};
