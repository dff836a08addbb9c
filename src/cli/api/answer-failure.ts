import { EXIT, type ExitCode } from '../exit-code.ts';
import { CliFailure, cliFailure } from '../failure.ts';
import { problemSchema } from '../problem.ts';

const exitCodes: Readonly<Record<number, ExitCode>> = {
  404: EXIT.notFound,
  500: EXIT.unsuccessful,
  502: EXIT.unreachable,
  503: EXIT.unreachable,
  504: EXIT.unreachable,
};

/** The failure for an answer that is no success: 404 is not found, 5xx out of reach, every other 4xx refused input. */
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
  return new CliFailure(exitCodes[response.status] ?? EXIT.usage, parsed.data);
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
