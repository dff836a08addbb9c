import { cacheDirectory, type Machine } from './machine.ts';
import { readInstalled } from './installed-folder.ts';
import { probeTool } from './probe.ts';
import { openProbeMemo } from './probe-memo.ts';
import { describePlace, resolvePlace, searchOrder } from './places.ts';
import type { FoundTool, Place, ToolName } from './tool.ts';

/** How a search ended: with the tool, or with why each place would not do; `pinned` when the user named the path. */
export type SearchResult =
  | { readonly kind: 'found'; readonly tool: FoundTool }
  | { readonly kind: 'missing'; readonly tried: readonly string[]; readonly pinned: boolean };

async function look(tool: ToolName, place: Place, machine: Machine): Promise<FoundTool | string> {
  const cache = cacheDirectory(machine);
  if (place.kind === 'cache') {
    const installed = await readInstalled(cache, place.folder);
    if (!installed) return `${describePlace(place)}: not there`;
    return { path: installed.executable, version: installed.version, source: installed.source };
  }
  const reasons: string[] = [];
  for (const path of await resolvePlace(tool, place, machine)) {
    const verdict = await probeTool(tool, path, openProbeMemo(cache, tool));
    if (verdict.usable) return { path, version: verdict.version, source: describePlace(place) };
    reasons.push(place.kind === 'variable' ? verdict.reason : `${path}: ${verdict.reason}`);
  }
  return `${describePlace(place)}: ${reasons.length === 0 ? 'not there' : reasons.join('; ')}`;
}

/** Looks for a tool in the order of `searchOrder`, without installing anything. */
export async function search(tool: ToolName, machine: Machine): Promise<SearchResult> {
  const tried: string[] = [];
  const places = searchOrder(tool, machine);
  for (const place of places) {
    const outcome = await look(tool, place, machine);
    if (typeof outcome !== 'string') return { kind: 'found', tool: outcome };
    tried.push(outcome);
  }
  return { kind: 'missing', tried, pinned: places.some(({ kind }) => kind === 'variable') };
}
