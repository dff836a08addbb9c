import type { FoundTool, ToolName, ToolProgress } from './tool.ts';

/** How the work on one tool ended; a failure is told in full once everything has ended, a loss is put up with. */
export type ToolEnd =
  | { readonly kind: 'found'; readonly tool: FoundTool }
  | { readonly kind: 'dispensed'; readonly loss: string }
  | { readonly kind: 'failed' };

/** A display of how far each tool is. */
export interface ProgressDisplay {
  readonly report: (progress: ToolProgress) => void;
  readonly finish: (tool: ToolName, end: ToolEnd) => void;
  /** Settles once all is on the screen; to be called when every tool has finished, or none will any more. */
  readonly end: () => Promise<void>;
}
