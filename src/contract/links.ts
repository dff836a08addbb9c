import { taskPath } from '../domain/task.ts';

/** Where a task and what belongs to it are found. Paths are relative to the API's own origin. */
export interface TaskLinks {
  readonly self: string;
  readonly events: string;
  readonly artifacts: string;
  readonly cancel: string;
  /** The task in Temporal's Web UI, when that is known. */
  readonly temporal_ui?: string;
}

/** Where Temporal's Web UI shows workflows. */
export interface TemporalUiPlace {
  readonly url: string;
  readonly namespace: string;
}

/** The links of one task. */
export function linksOf(taskId: string, ui?: TemporalUiPlace): TaskLinks {
  const self = taskPath(taskId);
  const links = { self, events: `${self}/events`, artifacts: `${self}/artifacts`, cancel: `${self}/cancel` };
  if (ui === undefined) return links;
  const base = ui.url.replace(/(?<!\/)\/+$/, '');
  return { ...links, temporal_ui: `${base}/namespaces/${encodeURIComponent(ui.namespace)}/workflows/${taskId}` };
}

/** The path of one artifact's file; `path` is relative to the task's folder in the artifact store. */
export function artifactLink(taskId: string, path: string): string {
  return `${linksOf(taskId).artifacts}/${path.split('/').map(encodeURIComponent).join('/')}`;
}
