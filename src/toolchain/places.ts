import { readdir, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { findCommand } from './executables.ts';
import { playwrightBrowsers, playwrightEncoders } from './routes/playwright.ts';
import type { Machine } from './machine.ts';
import type { Place, ToolName } from './tool.ts';
import { tools } from './tools.ts';

/** Where to look for a tool, first place first. A path the user named is never silently replaced by another. */
export function searchOrder(tool: ToolName, machine: Machine): readonly Place[] {
  const { variable, places, install } = tools[tool];
  const path = machine.env[variable];
  if (path) return [{ kind: 'variable', variable, path }];
  const installed = install.flatMap((step) =>
    'folder' in step ? [{ kind: 'cache', folder: step.folder } as const] : [],
  );
  return [...places(machine), ...installed];
}

/** A place in words, for a person who wonders where was looked. */
export function describePlace(place: Place): string {
  switch (place.kind) {
    case 'variable':
      return `${place.variable}=${place.path}`;
    case 'command':
      return `${place.command} on PATH`;
    case 'file':
      return place.path;
    case 'cache':
      return `cache folder ${place.folder}`;
    case 'playwright':
      return "Playwright's cache";
    case 'versioned':
      return `${place.parent}/*/${place.below}`;
  }
}

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
      return place.program === 'encoder' ? playwrightEncoders() : playwrightBrowsers();
    case 'versioned':
      return versionedDirectories(place.parent, place.below);
    case 'command': {
      const command = await findCommand(place.command, env['PATH']);
      if (command === undefined) return [];
      // A tool's other programs lie beside the real one, not beside a link to it.
      return [tools[tool].programs !== undefined ? dirname(await realpath(command)) : command];
    }
  }
}
