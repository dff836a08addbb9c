import { expecting, type Meaning } from './meaning.ts';
import type { Assertion, ElementKind, Target } from './step.ts';
import { type Outcome, trouble, understood } from './wording.ts';

const TEXTS: ReadonlySet<ElementKind> = new Set(['any', 'text']);
const BOXES: ReadonlySet<ElementKind> = new Set(['checkbox', 'radio']);
/** What a field may have inside, or beside it, besides its value. */
const OWN: ReadonlySet<ElementKind> = new Set(['option', 'error']);

/** Reads what is seen, or not seen, in a field as what its value contains; a field shows no text besides its value. */
export function inField(meaning: Meaning): Outcome<Meaning> {
  if (meaning.type !== 'assertion') return understood(meaning);
  const { assertion } = meaning;
  if (!('target' in assertion)) return understood(meaning);
  const { target } = assertion;
  if (assertion.kind === 'text' && BOXES.has(target.kind)) return noText(target);
  const { within } = target;
  if (within !== undefined && BOXES.has(within.kind)) return noText(within);
  if (within?.kind !== 'field' || OWN.has(target.kind)) return understood(meaning);
  // A message is no value: in a field it is what is told of the field.
  if (target.kind === 'message') {
    return understood({ type: 'assertion', assertion: { ...assertion, target: { ...target, kind: 'error' } } });
  }
  const denied = denies(assertion);
  const text = TEXTS.has(target.kind) && target.position === undefined ? target.name : undefined;
  if (denied === undefined || text === undefined) {
    return trouble(named(target), 'a field holds a value, and nothing else is seen in it', '"…"');
  }
  return expecting({
    kind: 'value',
    target: within,
    comparison: 'contains',
    value: text.value,
    ...(text.exact ? {} : { anyCase: true }),
    ...(denied ? { negated: true } : {}),
  });
}

/** Whether the thing is expected not to be there; undefined where something else is said of it. */
function denies(assertion: Assertion): boolean | undefined {
  if (assertion.kind === 'see' || (assertion.kind === 'state' && assertion.state === 'visible')) return false;
  return assertion.kind === 'not-see' || (assertion.kind === 'state' && assertion.state === 'hidden')
    ? true
    : undefined;
}

function noText(box: Target): Outcome<Meaning> {
  return trouble(named(box), `a ${box.kind} holds no text; say whether it is checked`);
}

const named = ({ kind, name }: Target): string => name?.value ?? kind;
