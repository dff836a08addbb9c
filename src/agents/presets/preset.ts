import type { Argv } from '../sandbox/sandbox.ts';

/** What a start of a coding agent is made from. */
export interface PresetStart {
  readonly model?: string | undefined;
  readonly effort?: string | undefined;
  /** A home directory of its own, absolute; undefined where the agent is signed in on the host and has the host's. */
  readonly home?: string | undefined;
  /** Its way to the model; undefined where it is signed in on the host. */
  readonly route?: { readonly baseUrl: string; readonly token: string } | undefined;
}

/** What is set in a new session, so that the agent works without asking. */
export type SessionSetting = { readonly mode: string } | { readonly option: string; readonly value: string };

/** A start of a coding agent: data, and nothing that runs. */
export interface PresetPlan {
  /** The program by its own name, and its arguments. */
  readonly argv: Argv;
  readonly env: Readonly<Record<string, string>>;
  /** Files of its home, by their paths below it. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A coding agent that speaks the Agent Client Protocol, and how it is told where its model is. */
export interface Preset {
  /** Where its provider takes requests. */
  readonly provider: string;
  /** The variable by which the provider's key usually goes. */
  readonly key: string;
  /** A model to name where the agent's own choice cannot be asked for over a key. */
  readonly needsModel: boolean;
  readonly settings: readonly SessionSetting[];
  /** Whether it finds a session of before again; some say that they can and do not. */
  readonly findsSessions: boolean;
  readonly plan: (start: PresetStart) => PresetPlan;
}

/** The entries whose value is not undefined. */
export function given(entries: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
