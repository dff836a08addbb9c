import { expecting, type Form, form, type Meaning, type Slots, using } from './meaning.ts';
import { COMPARISONS } from './page-assertions.ts';
import { limit, notSee, see, seeCount, seeNone, within } from './seeing.ts';
import { ARTICLES } from './lexicon.ts';
import { readCount, readState } from './slots.ts';
import type { Comparison, PageText, Target } from './step.ts';
import { errorOfField, isErrorNoun } from './messages.ts';
import { readScope, readTarget } from './target.ts';
import { isOneOf, quote, render, type Token, word, wording } from './token.ts';
import { locate, type Outcome, readValue, trouble, understood } from './wording.ts';

const SHOWN = 'shown|displayed|present|listed|seen|found|there';
const INSIDE = 'in|within|inside|on';

/** Only what opens and closes by itself can be said to: a dialog, an alert or a menu. */
function dialogue(read: (slots: Slots) => Outcome<Meaning>, verb: string): (slots: Slots) => Outcome<Meaning> {
  return (slots) => {
    const tokens = slots('thing');
    return using(readTarget(tokens), ({ kind }) => {
      if (kind === 'dialog' || kind === 'alert' || kind === 'menu' || kind === 'browser-dialog') return read(slots);
      const reason = 'only a dialog, an alert or a menu opens and closes';
      return trouble(wording(tokens), reason, `${verb} ${render(tokens)}`);
    });
  };
}

function state(negated: boolean): (slots: Slots) => Outcome<Meaning> {
  return (slots) => {
    const valid = /^(?:(?:marked|shown|highlighted) )?(?:as )?(in)?valid$/iu.exec(wording(slots('state')));
    if (valid !== null) return fieldError((valid[1] === undefined) === negated ? see : notSee)(slots);
    return inState(slots, negated);
  };
}

/** "an error appears for Email": what is told of a field, with its verb in between. */
function told(read: (slots: Slots) => Outcome<Meaning>): (slots: Slots) => Outcome<Meaning> {
  return (slots) => {
    const tokens = [...slots('thing'), word('for', 1), ...slots('field')];
    const error = errorOfField(tokens, readTarget);
    if (error === undefined) return trouble(wording(slots('thing')), 'only an error is told for a field');
    return error.ok ? read(() => tokens) : error;
  };
}

/** "Germany is selected in Country": what is chosen in a list is its value. */
function chosen(negated: boolean): (slots: Slots) => Outcome<Meaning> {
  return (slots) => {
    const [first, ...others] = withoutArticle(slots('option'));
    const option = first?.lower === 'option' && others.length > 0 ? others : withoutTrailing(slots('option'));
    return valueOf('is', negated)((name) => (name === 'text' ? option : slots('field')));
  };
}

function withoutTrailing(tokens: readonly Token[]): readonly Token[] {
  return tokens.at(-1)?.lower === 'option' && tokens.length > 1 ? withoutArticle(tokens.slice(0, -1)) : tokens;
}

function inState(slots: Slots, negated: boolean): Outcome<Meaning> {
  return using(readTarget(slots('target')), (target) =>
    using(locate(slots('state'), readState(slots('state'), negated)), (value) => {
      if (slots('state').at(-1)?.lower === 'selected' && target.kind !== 'radio' && target.kind !== 'checkbox') {
        const proposal = `the "…" field ${negated ? 'is not' : 'is'} ${quote(target.name?.value ?? '…')}`;
        return trouble(wording(slots('state')), 'it does not say in which field it is selected', proposal);
      }
      const kind = target.kind === 'any' && value.endsWith('checked') ? 'checkbox' : target.kind;
      if (kind !== 'any' || (value !== 'empty' && value !== 'filled'))
        return expecting({ kind: 'state', target: { ...target, kind }, state: value });
      return needsKind(slots('target'), target);
    }),
  );
}

function withoutArticle(tokens: readonly Token[]): readonly Token[] {
  return isOneOf(tokens[0], ARTICLES) ? tokens.slice(1) : tokens;
}

function needsKind(tokens: readonly Token[], target: Target): Outcome<Meaning> {
  const name = quote(target.name?.value ?? '…');
  const reason = `say what ${name} is: a field, heading, row, list, dialog …`;
  return locate(tokens, trouble(wording(tokens), reason, `the ${name} field`));
}

/** Compares the value of a field, or the text of another element. */
function compare(comparison: Comparison, negated = false): (slots: Slots) => Outcome<Meaning> {
  const not = negated ? { negated } : {};
  return (slots) =>
    using(readTarget(slots('target')), (target) =>
      using(readExpected(slots('text'), comparison), (text) => {
        if (target.kind === 'any') return needsKind(slots('target'), target);
        return target.kind === 'field'
          ? expecting({ kind: 'value', target, comparison, value: text.value, ...not })
          : expecting({ kind: 'text', target, comparison, text, ...not });
      }),
    );
}

/** After "is" an unquoted word would be an opinion ("is nice"), so the text needs its quotes. */
function readExpected(tokens: readonly Token[], comparison: Comparison): Outcome<PageText> {
  const state = tokens[0]?.cell === true && readState(tokens, false).ok;
  const plain = comparison === 'is' && (tokens[0]?.kind === 'word' || state);
  const written = wording(tokens);
  return plain
    ? locate(tokens, trouble(written, `“${written}” is no state; a text needs quotes`, quote(written)))
    : readValue(tokens);
}

function valueOf(comparison: Comparison, negated = false): (slots: Slots) => Outcome<Meaning> {
  const not = negated ? { negated } : {};
  return (slots) =>
    using(readTarget(slots('field'), { kind: 'field' }), (target) =>
      using(readValue(slots('text')), ({ value }) =>
        target.kind === 'field'
          ? expecting({ kind: 'value', target, comparison, value, ...not })
          : trouble(wording(slots('field')), 'only a field has a value', containing(slots, negated)),
      ),
    );
}

/** "the row contains X": a text of the element where X is a text, else an element inside it. */
function contain(slots: Slots): Outcome<Meaning> {
  const tokens = slots('text');
  if (/^(?:the )?focus$/iu.test(wording(tokens))) return trouble(wording(tokens), 'this is a state, not a text');
  if (isErrorNoun(withoutArticle(tokens))) return fieldError(see)(slots);
  const error = errorShown(slots);
  if (error !== undefined) return expecting({ kind: 'see', target: error });
  const inside = readCount(tokens) === undefined ? readTarget(tokens) : undefined;
  const text = tokens.length === 1 || (inside?.ok === true && inside.value.kind === 'any');
  if (text) return compare('contains')(slots);
  return using(readScope(slots('target')), (scope) =>
    using(
      see(() => tokens),
      (meaning) =>
        scope?.kind === 'field' && !(inside?.ok === true && inside.value.kind === 'message')
          ? trouble(wording(tokens), 'a field contains a value; put it in quotes', quote(wording(tokens)))
          : understood(limit(meaning, scope)),
    ),
  );
}

/** The error that a field is said to have, with its words; undefined where something else is said to have something. */
function errorShown(slots: Slots): Target | undefined {
  const owner = readTarget(slots('target'));
  if (!owner.ok || owner.value.kind !== 'field') return undefined;
  const error = errorOfField([...slots('text'), word('for', 1), ...slots('target')], readTarget);
  return error?.ok === true ? error.value : undefined;
}

/** What an element does not contain is not seen in it. */
function notContain(none: (slots: Slots) => Outcome<Meaning>): (slots: Slots) => Outcome<Meaning> {
  return (slots) => {
    const tokens = slots('text');
    if (isErrorNoun(withoutArticle(tokens))) return fieldError(notSee)(slots);
    const error = errorShown(slots);
    if (error !== undefined) return expecting({ kind: 'not-see', target: error });
    return using(readTarget(slots('target')), (target) => {
      if (target.kind === 'any') return needsKind(slots('target'), target);
      return using(
        none(() => tokens),
        (meaning) => understood(limit(meaning, target)),
      );
    });
  };
}

/** "the Email field shows an error", "is invalid". */
function fieldError(read: (slots: Slots) => Outcome<Meaning>): (slots: Slots) => Outcome<Meaning> {
  return (slots) => {
    const target = slots('target');
    const line = target[0]?.line ?? 1;
    return read(() => [word('error', line), word('for', line), ...target]);
  };
}

function containing(slots: Slots, negated: boolean): string {
  return `${render(slots('field'))} ${negated ? 'does not contain' : 'contains'} ${render(slots('text'))}`;
}

/** Every sentence form that expects something of an element; "be" is written `is`, and auxiliaries are gone. */
export const ELEMENT_ASSERTIONS: readonly Form[] = [
  form('see|find|notice {thing}', see),
  form('expect {thing}', see),
  form('see|find {scope} with {count}', (slots) =>
    using(readScope(slots('scope')), (scope) => using(seeCount(slots), (meaning) => understood(limit(meaning, scope)))),
  ),
  form('not see|find|notice {thing}', notSee),
  form('see|find no {thing}', seeNone),
  form('there is {thing}', see),
  form('there is not {thing}', notSee),
  form('there is no {thing}', seeNone),
  form('[the] page|screen|site show|contain|display|include|have {thing}', see),
  form('[the] page|screen|site not show|contain|display|include|have {thing}', notSee),
  form('[the] page|screen|site show|contain|display|include|have no {thing}', seeNone),
  form(`{thing} is ${SHOWN}`, see),
  form(`{thing} is not ${SHOWN}`, notSee),
  form('{thing} open', dialogue(see, 'I see')),
  form('{thing} is open', dialogue(see, 'I see')),
  form('{thing} close', dialogue(notSee, 'I do not see')),
  form('{thing} is closed', dialogue(notSee, 'I do not see')),
  form(`{thing} is ${SHOWN}|visible for {field}`, told(see)),
  form(`{thing} is not ${SHOWN}|visible for {field}`, told(notSee)),
  form(`no {thing} is ${SHOWN}|visible for {field}`, told(notSee)),
  form('{thing} appear for|below|under|beside|near {field}', told(see)),
  form('{thing} not appear for|below|under|beside|near {field}', told(notSee)),
  form('{option} is selected|chosen|picked in|for|from {field}', chosen(false)),
  form('{option} is not selected|chosen|picked in|for|from {field}', chosen(true)),
  form(`no {thing} is ${SHOWN}|visible`, seeNone),
  form('{thing} appear|exist', see),
  form('{thing} not appear|exist', notSee),
  form('no {thing} appear|exist', seeNone),
  form('{thing} disappear', notSee),
  form('{thing} is gone', notSee),
  form(`{thing} is ${SHOWN}|visible ${INSIDE} {scope}`, within(see)),
  form(`{thing} is ${INSIDE} {scope}`, within(see)),
  form(`{thing} appear ${INSIDE} {scope}`, within(see)),
  form(`{thing} is not ${SHOWN}|visible ${INSIDE} {scope}`, within(notSee)),
  form(`{thing} is not ${INSIDE} {scope}`, within(notSee)),
  form(`{thing} not appear ${INSIDE} {scope}`, within(notSee)),
  form('{target} is {state}', state(false)),
  form('{target} is not {state}', state(true)),
  form('{count} is {state}', (slots) =>
    slots('state').at(-1)?.lower === 'visible'
      ? seeCount(slots)
      : trouble(wording(slots('state')), 'several have no state'),
  ),
  form('{target} have [the] focus', (slots) =>
    using(readTarget(slots('target')), (target) => expecting({ kind: 'state', target, state: 'focused' })),
  ),
  form('{target} is|equal|=|== {text}', compare('is')),
  form('{target} say|read|ask|asks {text}', compare('is')),
  form('{target} have the text {text}', compare('is')),
  form('{target} start|begin with {text}', compare('starts-with')),
  form('{target} end with {text}', compare('ends-with')),
  form('{target} is not {text}', compare('is', true)),
  form('{target} not equal {text}', compare('is', true)),
  form('{target} contain|include|show|display|have {text}', contain),
  form('{target} not contain|include|show|display|have {text}', notContain(notSee)),
  form('{target} contain|include|show|display|have no {text}', notContain(seeNone)),
  form('{field} have [the|a] value [of] {text}', valueOf('is')),
  form('{field} is set to {text}', valueOf('is')),
  form('{field} is filled with {text}', valueOf('is')),
  ...COMPARISONS.flatMap(([verb, comparison]) => [
    form(`[the] value of|in {field} ${verb} {text}`, valueOf(comparison)),
    form(
      comparison === 'is' ? '[the] value of|in {field} is not {text}' : `[the] value of|in {field} not ${verb} {text}`,
      valueOf(comparison, true),
    ),
  ]),
];
