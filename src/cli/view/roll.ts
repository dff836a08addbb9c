import { type ListDrawing, moreLine, reasonLines, ROWS_SHOWN } from './list-drawing.ts';
import { type Column, table } from './table.ts';

/** Many of a kind by how they stand: who is well is counted, who is not is listed. */
export interface Roll<One> {
  /** One of them in a word, such as `agent`. */
  readonly one: string;
  readonly members: readonly One[];
  /** How bad it is with one: 0 for one that is well, and the greater the worse; undefined when it is not known. */
  readonly trouble: (member: One) => number | undefined;
  /** How those that are not well are shown, their reason in the last column. */
  readonly troubled: readonly Column<One>[];
  /** How the others are shown, where they are. */
  readonly others: readonly Column<One>[];
}

/** So few are shown whole: who is to be named in a command has to be read somewhere. */
const SHOWN_WHOLE = 10;

/** How many stand, in a sentence; below it who is not well, the worst first; and below that the others, if few or wanted. */
export function rollLines<One>(roll: Roll<One>, drawing: ListDrawing): readonly string[] {
  const { one, members, trouble } = roll;
  const { colours, width, all } = drawing;
  const troubled = members
    .filter((member) => (trouble(member) ?? 0) > 0)
    .toSorted((left, right) => (trouble(right) ?? 0) - (trouble(left) ?? 0));
  const others = members.filter((member) => !troubled.includes(member));
  const isWhole = all || members.length <= SHOWN_WHOLE;
  const shown = isWhole ? troubled : troubled.slice(0, ROWS_SHOWN);
  const rest = others.length === 0 ? [] : restLines(roll, others, isWhole, drawing);
  return [
    summaryText(roll, troubled.length, drawing),
    ...(shown.length === 0 ? [] : table(roll.troubled, shown, { colours, width, last: reasonLines(drawing) })),
    ...moreLine(troubled.length - shown.length, drawing, `more ${one}s that are not well`),
    ...(shown.length > 0 && rest.length > 0 ? [''] : []),
    ...rest,
  ];
}

/** The first line: whether all is well, and if not with how many. */
function summaryText<One>({ one, members, trouble }: Roll<One>, troubled: number, { colours }: ListDrawing): string {
  const count = members.length;
  const unknown = members.filter((member) => trouble(member) === undefined).length;
  if (troubled > 0) return colours.red(`${troubled} of ${count} ${one}s ${troubled === 1 ? 'is' : 'are'} not well`);
  if (unknown > 0)
    return colours.yellow(`How ${unknown} of ${count} ${one}s ${unknown === 1 ? 'is' : 'are'} is not known`);
  return colours.green(count === 1 ? `The ${one} is well` : `All ${count} ${one}s are well`);
}

function restLines<One>(
  { one, others, trouble }: Roll<One>,
  members: readonly One[],
  isWhole: boolean,
  { colours, width }: ListDrawing,
): readonly string[] {
  if (isWhole) return table(others, members, { colours, width });
  const unknown = members.filter((member) => trouble(member) === undefined).length;
  const well = members.length - unknown;
  const counts = [
    ...(well > 0 ? [`${well} ${well === 1 ? 'is' : 'are'} well`] : []),
    ...(unknown > 0 ? [`how ${unknown} ${unknown === 1 ? 'is' : 'are'} is not known`] : []),
  ];
  return [colours.gray(`  ${counts.join(', ')}; --all lists them, \`chimera ${one}s <name>\` shows one`)];
}
