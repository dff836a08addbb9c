import { EXIT, type ExitCode } from '../exit-code.ts';
import { CliFailure, cliFailure } from '../failure.ts';
import { problemSchema } from '../problem.ts';

const exitCodes: Readonly<Record<number, ExitCode>> = {
  404: EXIT.notFound,
  429: EXIT.unreachable,
  500: EXIT.unsuccessful,
  502: EXIT.unreachable,
  503: EXIT.unreachable,
  504: EXIT.unreachable,
};

/**
 * The failure for an answer that is no success: 404 is not found; 429 and 5xx may pass, and say when to try again where
 * the answer does; every other 4xx is refused input.
 */
export async function answerFailure(response: Response, base: string): Promise<CliFailure> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) {
    return cliFailure(
      'unreachable',
      'This is not Chimera',
      `${base} answers with HTTP ${response.status}, but not as Chimera does: check --api-url.`,
    );
  }
  const seconds = retryAfter(response);
  const problem = seconds === undefined ? parsed.data : { ...parsed.data, retry_after_seconds: seconds };
  return new CliFailure(exitCodes[response.status] ?? EXIT.usage, problem);
}

/** Seconds after which a request may be made again, from the header of that name. */
function retryAfter({ headers }: Response): number | undefined {
  const value = headers.get('retry-after');
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** The failure for an API that does not answer at all. */
export function unreachable(base: string, cause: unknown): CliFailure {
  return cliFailure(
    'unreachable',
    'Chimera does not answer',
    `Nothing answers at ${base}. Start it with \`chimera start\`, or name another address with --api-url.`,
    cause,
  );
}

/** The failure for an answer whose form the CLI does not know. */
export function unreadableAnswer(url: string, reason: string): CliFailure {
  return cliFailure('failed', 'The answer cannot be read', `${url} answers in an unknown form: ${reason}`);
}
