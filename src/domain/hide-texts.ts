/** Up to so many texts are looked for one by one, which is quicker. */
const FEW = 40;

/**
 * Puts `hidden` in the place of each of the texts wherever it stands, of texts within one another the longest. Of many texts
 * that takes time in proportion to where it is looked, not to how many there are.
 */
export function hidingTexts(texts: Iterable<string>, hidden: string): (text: string) => string {
  const known = [...new Set(texts)].filter((text) => text !== '').sort((a, b) => b.length - a.length);
  return known.length <= FEW ? oneByOne(known, hidden) : allAtOnce(known, hidden);
}

function oneByOne(longestFirst: readonly string[], hidden: string): (text: string) => string {
  return (text) => {
    let left = text;
    for (const known of longestFirst) if (left.includes(known)) left = left.replaceAll(known, () => hidden);
    return left;
  };
}

/** By the algorithm of Aho and Corasick; a place of the automaton is how far into which texts the last characters lead. */
function allAtOnce(texts: readonly string[], hidden: string): (text: string) => string {
  const automaton = automatonOf(texts);
  return (text) => {
    let left = '';
    let kept = 0;
    let [begin, end] = [0, 0];
    let place = START;
    for (let at = 0; at < text.length; at += 1) {
      place = stepFrom(automaton, place, text.charCodeAt(at));
      const found = automaton.length.get(place);
      if (found === 0) continue;
      const first = at + 1 - found;
      if (first < end) begin = Math.min(begin, first);
      else {
        if (end > 0) left += text.slice(kept, begin) + hidden;
        kept = end;
        begin = first;
      }
      end = at + 1;
    }
    return end === 0 ? text : left + text.slice(kept, begin) + hidden + text.slice(end);
  };
}

const START = 0;

interface Automaton {
  /** The place that a character leads to, by place and character. */
  readonly steps: ReadonlyMap<number, number>;
  /** Where to go on from a place when no step fits: the longest end of it that begins a text. */
  readonly back: Table;
  /** How long the longest text is that ends at a place; 0 where none does. */
  readonly length: Table;
}

const keyOf = (place: number, code: number): number => place * 0x10000 + code;

function automatonOf(texts: readonly string[]): Automaton {
  const most = texts.reduce((sum, text) => sum + text.length, 1);
  const [length, parent, code, depth] = [tableOf(most), tableOf(most), tableOf(most), tableOf(most)];
  const steps = new Map<number, number>();
  for (const text of texts) {
    let place = START;
    for (let at = 0; at < text.length; at += 1) {
      const key = keyOf(place, text.charCodeAt(at));
      const step = steps.get(key) ?? steps.size + 1;
      steps.set(key, step);
      parent.set(step, place);
      code.set(step, text.charCodeAt(at));
      depth.set(step, at + 1);
      place = step;
    }
    length.set(place, text.length);
  }
  const back = tableOf(most);
  const places = Array.from({ length: steps.size }, (_, index) => index + 1);
  // Each has its way back by that of a shorter one.
  for (const place of places.sort((one, other) => depth.get(one) - depth.get(other))) {
    if (depth.get(place) > 1) back.set(place, stepFrom({ steps, back }, back.get(parent.get(place)), code.get(place)));
    if (length.get(place) === 0) length.set(place, length.get(back.get(place)));
  }
  return { steps, back, length };
}

/** The place that a character leads to from another, on the way back where no step fits. */
function stepFrom({ steps, back }: Pick<Automaton, 'steps' | 'back'>, from: number, code: number): number {
  for (let place = from; ; place = back.get(place)) {
    const step = steps.get(keyOf(place, code));
    if (step !== undefined || place === START) return step ?? START;
  }
}

/** Whole numbers by their index, all 0 at first. */
interface Table {
  get(index: number): number;
  set(index: number, value: number): void;
}

function tableOf(size: number): Table {
  const view = new DataView(new ArrayBuffer(size * 4));
  return {
    get: (index) => view.getUint32(index * 4),
    set: (index, value) => {
      view.setUint32(index * 4, value);
    },
  };
}
