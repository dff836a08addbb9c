/** What the reporter inside Playwright's process tells the process that started it. */
export type ProgressEvent =
  | { readonly kind: 'scenario-started'; readonly scenario: string; readonly done: number; readonly total: number }
  | {
      readonly kind: 'sentence';
      readonly scenario: string;
      readonly sentence: string;
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly kind: 'scenario-ended';
      readonly scenario: string;
      readonly passed: boolean;
      readonly done: number;
      readonly total: number;
    };

const MARK = 'chimera-progress ';

/** An event as one line of output. */
export const progressLine = (event: ProgressEvent): string => MARK + JSON.stringify(event);

/** The event in a line of output; undefined for a line of ordinary log. */
export function parseProgressLine(line: string): ProgressEvent | undefined {
  if (!line.startsWith(MARK)) return undefined;
  try {
    return JSON.parse(line.slice(MARK.length)) as ProgressEvent;
  } catch {
    return undefined;
  }
}
