import type { Piece } from './piece.ts';
import type { Interaction, Step, Tab, Target } from './step.ts';
import { MODALS } from './lexicon.ts';
import { isOneOf, type Token, word } from './token.ts';
import { baseForm } from './verbs.ts';

const TABS = new Set(['tab', 'window']);
const NEW = new Set(['new']);
/** Words that mean the tab that a scenario began in; “first” may as well be the first tab of a page. */
const BEFORE = new Set(['original', 'previous', 'old', 'main']);
const IN = new Set(['in', 'within', 'on', 'inside']);

/** Takes "in the new tab" off the beginning and the end of pieces; one that says nothing else passes it to the next. */
export function withTabs(pieces: readonly Piece[]): readonly Piece[] {
  const found = pieces.map(tabOf);
  return found.flatMap((piece, at) => {
    const before = found[at - 1];
    const passed = before?.tokens.length === 0 ? before.tab : undefined;
    if (piece.tokens.length > 0)
      return [passed === undefined || piece.tab !== undefined ? piece : { ...piece, tab: passed }];
    return piece.tab !== undefined && at < found.length - 1 ? [] : (pieces[at] ?? []);
  });
}

function tabOf(piece: Piece): Piece {
  const { tokens } = piece;
  const subject = tabSubject(tokens);
  if (subject !== undefined) return { ...piece, tokens: subject, tab: 'new' };
  const start = tabPhrase(tokens);
  if (start !== undefined) return { ...piece, tokens: tokens.slice(start.length), tab: start.tab };
  for (const length of [4, 5]) {
    const end = tabPhrase(tokens.slice(-length));
    if (end?.length === length && tokens.length > length) {
      return { ...piece, tokens: tokens.slice(0, -length), tab: end.tab };
    }
  }
  return piece;
}

/** "the new tab shows …", said of the page that is in it. */
function tabSubject(tokens: readonly Token[]): readonly Token[] | undefined {
  const rest = tokens[0]?.lower === 'the' ? tokens.slice(1) : tokens;
  const [which, noun, verb] = rest;
  const isNewTab = which?.text === 'new' && isOneOf(noun, TABS);
  const shows =
    isOneOf(verb, MODALS) ||
    ['show', 'contain', 'display', 'have', 'include'].includes(baseForm(verb?.lower ?? '') ?? '');
  if (!isNewTab || !shows || verb === undefined) return undefined;
  return [word('the', verb.line), word('page', verb.line), ...rest.slice(2)];
}

/** "in the new tab", "in the original browser window", and how many tokens it takes. */
function tabPhrase(tokens: readonly Token[]): { readonly tab: Tab; readonly length: number } | undefined {
  const [into, the, which, noun, other] = tokens;
  if (!isOneOf(into, IN) || the?.lower !== 'the' || which === undefined) return undefined;
  const browser = noun?.lower === 'browser';
  if (!isOneOf(browser ? other : noun, TABS)) return undefined;
  const length = browser ? 5 : 4;
  if (isOneOf(which, NEW)) return { tab: 'new', length };
  const first = isOneOf(which, BEFORE) || (which.lower === 'first' && (browser || noun?.lower === 'window'));
  return first ? { tab: 'first', length } : undefined;
}

/**
 * Goes through the steps of a scenario by tabs: once a new tab was gone to, "in the first tab" means the one that the
 * scenario began in, and no tab of the page; a tab that is closed is the new one.
 */
export function followTabs(steps: readonly Step[]): readonly Step[] {
  let current: Tab = 'first';
  let hadNew = false;
  return steps.flatMap((step) => {
    const { does } = step;
    const interaction = does.type === 'interaction' ? does.interaction : undefined;
    const switching = (tab: Tab): Step => ({
      ...step,
      does: { type: 'interaction', interaction: { kind: 'switch-tab', tab } },
    });
    if (interaction?.kind === 'switch-tab') {
      current = interaction.tab;
      hadNew ||= interaction.tab === 'new';
      return [step];
    }
    if (interaction?.kind === 'close-tab') {
      const before = current === 'new' ? [] : [switching('new')];
      [current, hadNew] = ['first', true];
      return [...before, step];
    }
    const outside = hadNew ? withoutFirstTab(does) : undefined;
    if (outside === undefined) return [step];
    const before = current === 'first' ? [] : [switching('first')];
    current = 'first';
    return [...before, { ...step, does: outside }];
  });
}

/** What a step does without its outermost limit to "the first tab"; undefined where it has none. */
function withoutFirstTab(does: Step['does']): Step['does'] | undefined {
  const about: Interaction | Extract<Step['does'], { type: 'assertion' }>['assertion'] =
    does.type === 'interaction' ? does.interaction : does.assertion;
  if (!('target' in about)) return undefined;
  const target = inward(about.target);
  if (target === undefined) return undefined;
  return (
    does.type === 'interaction'
      ? { type: 'interaction', interaction: { ...does.interaction, target } }
      : { type: 'assertion', assertion: { ...does.assertion, target } }
  ) as Step['does'];
}

function inward(target: Target): Target | undefined {
  const { within, ...rest } = target;
  if (within === undefined) return undefined;
  if (within.within === undefined) {
    return within.kind === 'tab' && within.position === 1 && within.name === undefined ? rest : undefined;
  }
  const inner = inward(within);
  return inner === undefined ? undefined : { ...rest, within: inner };
}
