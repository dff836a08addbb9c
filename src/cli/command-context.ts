import type { Ansis } from 'ansis';
import { type ApiClient, createApiClient } from './api/client.ts';
import { coloursFor, type Console, print, printJson, widthOf } from './console.ts';
import type { ExitCode } from './exit-code.ts';
import { readEnvironment } from '../config/env.ts';
import { wrongOption } from './failure.ts';
import { runningInstance } from './instance/instance-file.ts';

/** The options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly apiUrl?: string;
}

/** What a command works with: the console, the common options, and the ways to answer. */
export interface CommandContext {
  readonly console: Console;
  readonly json: boolean;
  readonly colours: Ansis;
  /** Characters a line of standard output may have. */
  readonly width: number;
  /** A client of the API; only here is it decided where the API is. */
  api(): Promise<ApiClient>;
  /** Answers: one JSON document with --json, the lines otherwise. */
  answer(document: unknown, lines: readonly string[]): void;
  /** Sets what the process will exit with. */
  exit(code: ExitCode): void;
}

/** The context of one run of one command. */
export function commandContext(
  console: Console,
  { json = false, apiUrl }: CommonOptions,
  exit: (code: ExitCode) => void,
): CommandContext {
  return {
    console,
    json,
    colours: coloursFor(console.stdout, console.env),
    width: widthOf(console.stdout),
    api: async () => createApiClient(await locateApi(apiUrl, console.env)),
    answer(document, lines) {
      if (json) printJson(console.stdout, document);
      else print(console.stdout, ...lines);
    },
    exit,
  };
}

/** Where the API is: --api-url, else CHIMERA_API_URL, else what runs on this data directory, else the configured port. */
export async function locateApi(option: string | undefined, env: Console['env']): Promise<string> {
  const named = option ?? env['CHIMERA_API_URL'];
  if (named !== undefined && named !== '')
    return checked(named, option === undefined ? 'CHIMERA_API_URL' : '--api-url');
  const { dataDirectory, host, port } = readEnvironment(env);
  return (await runningInstance(dataDirectory))?.api_url ?? `http://${host}:${port}`;
}

function checked(url: string, name: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw wrongOption(name, 'must be a URL such as http://127.0.0.1:8080');
  }
  return url;
}
