import { homedir } from 'node:os';

/** What the search for tools needs to know about the computer it runs on. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly home: string;
  readonly isRoot: boolean;
}

/** The computer this process runs on, as its environment is now. */
export function thisMachine(): Machine {
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    home: homedir(),
    isRoot: process.getuid?.() === 0,
  };
}
