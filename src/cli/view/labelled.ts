import type { Ansis } from 'ansis';
import { wrap } from '../../text/wrap.ts';

const ROOM = 14;

/** A label and what it stands for, in as many lines as it takes. */
export function labelled(
  label: string,
  text: string,
  { colours, width }: { readonly colours: Ansis; readonly width: number },
): readonly string[] {
  return wrap(text, width - ROOM - 2).map(
    (line, index) => `  ${colours.gray((index === 0 ? label : '').padEnd(ROOM))}${line}`,
  );
}
