import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** The repository's root. */
export const ROOT = join(import.meta.dirname, '../../..');

const strings = z.array(z.string());

const volume = z.union([
  z.string(),
  z.object({ type: z.literal('bind'), source: z.string(), target: z.string(), read_only: z.boolean() }),
]);

const service = z.object({
  image: z.string(),
  build: z.object({ context: z.literal('.'), target: z.string() }).optional(),
  command: strings.optional(),
  entrypoint: strings.optional(),
  container_name: z.never().optional(),
  restart: z.string(),
  user: z.string().optional(),
  privileged: z.never().optional(),
  read_only: z.boolean().default(false),
  cap_drop: strings,
  security_opt: strings,
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(volume).default([]),
  ports: strings.default([]),
  networks: strings,
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  stop_grace_period: z.string().optional(),
  healthcheck: z.object({ test: strings }).optional(),
});

const compose = z.object({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) })),
  volumes: z.record(z.string(), z.object({})),
});

/** A file of the repository. */
export function fileOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** docker-compose.yml as plain data, its merges done. */
export function composeDocument(): unknown {
  return parse(fileOf('docker-compose.yml'), { merge: true });
}

/** docker-compose.yml as the tests look at it. */
export function composeFile(): z.output<typeof compose> {
  return compose.parse(composeDocument());
}

/** The variables that docker-compose.yml takes from .env, with what follows each name: `:-default`, `:?message` or nothing. */
export function interpolations(): readonly { readonly name: string; readonly rest: string }[] {
  const found = fileOf('docker-compose.yml').matchAll(/\$\{([A-Z_]+)([^}]*)\}/g);
  return [...found].map(([, name = '', rest = '']) => ({ name, rest }));
}

/** The variables that .env.example sets, with their values. */
export function exampleVariables(): Readonly<Record<string, string>> {
  const lines = fileOf('.env.example').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? '']];
    }),
  );
}
