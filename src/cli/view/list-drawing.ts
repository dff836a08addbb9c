import type { Ansis } from 'ansis';

/** How a list is drawn: its colours, the columns of the screen, the time in ms since the epoch, and whether all of it is. */
export interface ListDrawing {
  readonly colours: Ansis;
  readonly width: number;
  readonly now: number;
  readonly all: boolean;
}

/** Rows of a list on one screen; `--all` shows the rest. */
export const ROWS_SHOWN = 20;

/** A row that matters has so many lines for its reason; with `--all` as many as it takes. */
export function reasonLines({ all }: Pick<ListDrawing, 'all'>): { readonly lines: number } {
  return { lines: all ? Infinity : 3 };
}

/** The line below a list of which not all is shown. */
export function moreLine(hidden: number, { colours }: Pick<ListDrawing, 'colours'>, what = 'more'): readonly string[] {
  return hidden > 0 ? [colours.gray(`  … and ${hidden} ${what} (--all shows them)`)] : [];
}
