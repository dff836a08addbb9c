import { readdir, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { findCommand } from './executables.ts';
import type { Machine } from './machine.ts';
import { playwrightBrowser, playwrightEncoders } from './playwright-cache.ts';
import type { Place } from './search-order.ts';
import type { ToolName } from './tool.ts';

type ProbedPlace = Exclude<Place, { kind: 'cache' }>;

async function versionedDirectories(parent: string, below: string): Promise<string[]> {
  const names = await readdir(parent).catch(() => []);
  return names.sort((a, b) => Number(b) - Number(a)).map((name) => join(parent, name, below));
}

/** The paths a place stands for, best first; whether anything is there is for the caller to see. */
export async function resolvePlace(tool: ToolName, place: ProbedPlace, { env }: Machine): Promise<readonly string[]> {
  switch (place.kind) {
    case 'variable':
      return [resolve(place.path)];
    case 'file':
      return [place.path];
    case 'playwright':
      return tool === 'ffmpeg' ? playwrightEncoders() : [await playwrightBrowser()];
    case 'versioned':
      return versionedDirectories(place.parent, place.below);
    case 'command': {
      const command = await findCommand(place.command, env['PATH']);
      if (command === undefined) return [];
      // The server's other programs lie beside the real initdb, not beside a link to it.
      return [tool === 'postgres' ? dirname(await realpath(command)) : command];
    }
  }
}
