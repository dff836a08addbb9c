import { readFeature } from './read-feature.ts';
import type { Assertion, Interaction, PageText, Step, Target } from './step.ts';

/** A quoted text is exact; a text between tildes is a part whose case does not count. */
function text({ value, exact }: PageText): string {
  return exact ? JSON.stringify(value) : `~${value}~`;
}

function target({ kind, name, position, within }: Target): string {
  const words = [position === undefined ? '' : `#${position}`, kind, name === undefined ? '' : text(name)];
  const written = words.filter((word) => word !== '').join(' ');
  return within === undefined ? written : `${written} in ${target(within)}`;
}

function interaction(does: Interaction): string {
  switch (does.kind) {
    case 'open':
      return `open ${does.location}`;
    case 'reload':
    case 'go-back':
      return does.kind;
    case 'click':
      return `${does.times === 2 ? 'double-click' : 'click'} ${target(does.target)}`;
    case 'fill':
      return `fill ${target(does.target)} with ${JSON.stringify(does.value)}`;
    case 'select':
      return `select ${text(does.option)} from ${target(does.target)}`;
    case 'press':
      return does.target === undefined ? `press ${does.key}` : `press ${does.key} on ${target(does.target)}`;
    case 'answer':
      return `${does.answer} ${target(does.target)}${does.entered === undefined ? '' : ` with ${JSON.stringify(does.entered)}`}`;
    case 'switch-tab':
      return `go on in the ${does.tab} tab`;
    case 'close-tab':
      return 'close the tab';
    case 'choose-file':
      return `choose-file ${does.files.join(', ')} for ${target(does.target)}`;
    default:
      return `${does.kind} ${target(does.target)}`;
  }
}

function compared({ comparison, negated }: { readonly comparison: string; readonly negated?: boolean }): string {
  return `${negated === true ? 'not ' : ''}${comparison}`;
}

function assertion(does: Assertion): string {
  switch (does.kind) {
    case 'state':
      return `${target(does.target)} is ${does.state}`;
    case 'value':
      return `value of ${target(does.target)} ${compared(does)} ${text({ value: does.value, exact: does.anyCase !== true })}`;
    case 'text':
      return `text of ${target(does.target)} ${compared(does)} ${text(does.text)}`;
    case 'count':
      return `count ${does.comparison} ${does.count} ${target(does.target)}`;
    case 'url':
      return `url ${compared(does)} ${does.value}`;
    case 'status':
      return `status is ${does.status}`;
    case 'title':
      return `title ${does.comparison} ${text(does.text)}`;
    default:
      return `${does.kind} ${target(does.target)}`;
  }
}

/** A step in a notation of one line that says everything about it, so that tables of expected steps can be read. */
export function notation({ does }: Step): string {
  return does.type === 'interaction' ? interaction(does.interaction) : assertion(does.assertion);
}

const END = 'I see "the end of this test"';
const END_STEP = 'see any "the end of this test"';

/** The steps of an English text in that notation; an assertion is added, and taken off again, so that one sentence can stand alone. */
export function stepsOf(sentence: string): readonly string[] {
  const reading = readFeature(`${sentence}\n\n${END}`);
  if (!reading.ok) return reading.refusals.map((refusal) => `refused: ${refusal.part}: ${refusal.reason}`);
  const steps = reading.feature.scenarios.flatMap((scenario) => scenario.steps.map(notation));
  return steps.at(-1) === END_STEP ? steps.slice(0, -1) : steps;
}
