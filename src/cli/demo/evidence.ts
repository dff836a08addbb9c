import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { ApiClient } from '../api/client.ts';
import type { ArtifactView } from '../../contract/artifact.ts';
import type { ScenarioView, TaskView } from '../../contract/task/task.ts';

/** An artifact that was saved, and where. */
export interface SavedArtifact {
  readonly name: string;
  readonly kind: string;
  readonly phase: string;
  readonly round: number;
  readonly path: string;
}

/** Saves every artifact of a task below a directory, in a folder a phase and round. */
export async function saveEvidence(
  api: Pick<ApiClient, 'artifacts' | 'download'>,
  taskId: string,
  directory: string,
): Promise<readonly SavedArtifact[]> {
  const artifacts = await api.artifacts(taskId);
  return Promise.all(
    artifacts.map(async (artifact) => {
      const path = placeFor(artifact, directory);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await api.download(taskId, artifact));
      const { name, kind, phase, round } = artifact;
      return { name, kind, phase, round, path };
    }),
  );
}

/** Where an artifact goes; a path that would lead out of the directory is cut to its last part. */
function placeFor({ phase, round, path }: ArtifactView, directory: string): string {
  const folder = join(directory, `${phase}-${round}`);
  const relative = path.startsWith(`${phase}-${round}/`) ? path.slice(`${phase}-${round}/`.length) : path;
  const place = resolve(folder, relative);
  return place.startsWith(folder + sep) ? place : join(folder, basename(path));
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');

/** Playwright shortens the names of its folders in the middle; their ends stay. */
const TAIL_LENGTH = 12;

/** The screenshot that shows the feature on staging: of the first scenario that failed before and passes now. */
function bestScreenshot(
  saved: readonly SavedArtifact[],
  result: NonNullable<TaskView['result']>,
): SavedArtifact | undefined {
  const shots = saved.filter(({ kind, phase }) => kind === 'screenshot' && phase === 'E2E_VALIDATION');
  const lastRound = Math.max(0, ...shots.map(({ round }) => round));
  const latest = shots.filter(({ round }) => round === lastRound);
  const shown = compareScenarios(result).find(({ before, after }) => before === 'failed' && after === 'passed');
  const tail = shown === undefined ? undefined : letters(shown.name).slice(-TAIL_LENGTH);
  return latest.find(({ path }) => tail !== undefined && letters(basename(dirname(path))).endsWith(tail)) ?? latest[0];
}

/** One scenario before the change and after it; a side is undefined where it was not run. */
export interface ScenarioComparison {
  readonly name: string;
  readonly before: ScenarioView['status'] | undefined;
  readonly after: ScenarioView['status'] | undefined;
}

/** The scenarios of a task's test, before the change and after it. */
export function compareScenarios(result: NonNullable<TaskView['result']>): readonly ScenarioComparison[] {
  const names = new Set([...result.scenarios_before, ...result.scenarios].map(({ name }) => name));
  const statusIn = (scenarios: readonly ScenarioView[], name: string) =>
    scenarios.find((scenario) => scenario.name === name)?.status;
  return [...names].map((name) => ({
    name,
    before: statusIn(result.scenarios_before, name),
    after: statusIn(result.scenarios, name),
  }));
}

/** Copies the best screenshot to where it is found easily; undefined when there is none. */
export async function copyScreenshot(
  saved: readonly SavedArtifact[],
  { result }: TaskView,
  path: string,
): Promise<string | undefined> {
  const best = result === null ? undefined : bestScreenshot(saved, result);
  if (best === undefined) return undefined;
  await copyFile(best.path, path);
  return path;
}
