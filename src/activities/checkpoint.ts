import { TerminalAgentError } from '../domain/failure.ts';
import type { HandedOn } from '../domain/handed-on.ts';

/**
 * What an earlier phase handed on.
 * @throws {TerminalAgentError} when it handed on nothing: no pipeline comes to this phase without.
 */
export function handedOn<What extends keyof HandedOn>(all: HandedOn, what: What): NonNullable<HandedOn[What]> {
  const given = all[what];
  if (given === undefined) throw new TerminalAgentError(`The phase was handed no ${what}.`);
  return given;
}
