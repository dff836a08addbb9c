import { dialogButton } from '../../../../feature/dialogs.ts';
import { edgePattern } from './expectation.ts';
import { regexLiteral, stringLiteral } from './literal.ts';
import { type LocatorWriter, ROOT } from './locator.ts';
import type { Assertion, Comparison, Interaction, PageText, Step, Target } from '../../../../feature/step.ts';

/** Whether a step answers a dialog of the browser, so that one that opens has to wait for it. */
export function answersDialog({ does }: Step): boolean {
  if (does.type !== 'interaction') return false;
  const { interaction } = does;
  return interaction.kind === 'answer' || isPrompt(interaction) || buttonOf(interaction) !== undefined;
}

/** Whether a step may be about a dialog of the browser. */
export function concernsDialog(step: Step): boolean {
  return answersDialog(step) || (step.does.type === 'assertion' && saidIn(step.does.assertion) !== undefined);
}

/** The statements, without semicolons, of a step that is about a dialog of the browser; undefined for any other. */
export function dialogStatements({ does }: Step, write: LocatorWriter): string[] | undefined {
  if (does.type === 'assertion') return expectation(does.assertion, write);
  const { interaction } = does;
  if (interaction.kind === 'answer') {
    const { answer, target, entered } = interaction;
    const enter = entered === undefined ? [] : [`await dialogs.enter(page, ${stringLiteral(entered)})`];
    return [...enter, `await dialogs.${answer}(${edgePatternOf(target.name)})`];
  }
  if (isPrompt(interaction)) {
    // A page may have a field that is called a prompt.
    const field = write.locator({ kind: 'field', name: { value: 'prompt', exact: false } }, 'type');
    return [`await dialogs.enter(page, ${stringLiteral(interaction.value)}, (${ROOT}) => ${field})`];
  }
  const button = buttonOf(interaction);
  if (button === undefined) return undefined;
  if (button.dialog.kind === 'browser-dialog') {
    return [`await dialogs.${button.answer}(${edgePatternOf(button.dialog.name)})`];
  }
  const onPage = `(${ROOT}) => ${write.locator(button.target, 'click')}`;
  return [`await dialogs.press(page, '${button.answer}', ${onPage})`];
}

type Filled = Extract<Interaction, { readonly kind: 'fill' }>;

const isPrompt = (interaction: Interaction): interaction is Filled =>
  interaction.kind === 'fill' && interaction.target.kind === 'browser-dialog';

const isDialog = (target: Target | undefined): target is Target =>
  target?.kind === 'alert' || target?.kind === 'browser-dialog';

interface Button {
  readonly target: Target;
  readonly dialog: Target;
  readonly answer: 'accept' | 'dismiss';
}

/** The button of a dialog that is clicked, where it may be one of the browser's own. */
function buttonOf(interaction: Interaction): Button | undefined {
  if (interaction.kind !== 'click') return undefined;
  const { target } = interaction;
  const answer = dialogButton(target.name?.value ?? '');
  const button = target.kind === 'any' || target.kind === 'button';
  return isDialog(target.within) && button && answer !== undefined
    ? { target, dialog: target.within, answer }
    : undefined;
}

interface Said {
  readonly dialog: Target;
  readonly pattern: string;
  readonly denied: boolean;
}

/** What an assertion says of an alert or a dialog of the browser. */
function saidIn(assertion: Assertion): Said | undefined {
  if (assertion.kind === 'text' && isDialog(assertion.target)) {
    const pattern = comparedPattern(assertion.text, assertion.comparison);
    return { dialog: assertion.target, pattern, denied: assertion.negated === true };
  }
  if (assertion.kind !== 'see' && assertion.kind !== 'not-see') return undefined;
  const denied = assertion.kind === 'not-see';
  const { kind, name, within } = assertion.target;
  if (isDialog(assertion.target)) return { dialog: assertion.target, pattern: edgePatternOf(name), denied };
  const isText = kind === 'any' || kind === 'text' || kind === 'message';
  return isText && isDialog(within) ? { dialog: within, pattern: edgePatternOf(name), denied } : undefined;
}

function expectation(assertion: Assertion, write: LocatorWriter): string[] | undefined {
  const said = saidIn(assertion);
  if (said === undefined) return undefined;
  const call = `await dialogs.${said.denied ? 'expectNotSaid' : 'expectSaid'}(page, ${said.pattern}`;
  if (said.dialog.kind === 'browser-dialog') return [`${call})`];
  const { name: _, ...alert } = said.dialog;
  const onPage = `${write.locator(alert, 'read')}.filter({ hasText: ${said.pattern} }).filter({ visible: true })`;
  return [`${call}, (${ROOT}) => ${onPage})`];
}

const edgePatternOf = (name: PageText | undefined): string =>
  name === undefined ? regexLiteral('') : edgePattern(name, '', '');

const comparedPattern = (text: PageText, comparison: Comparison): string =>
  edgePattern(
    text,
    comparison === 'is' || comparison === 'starts-with' ? String.raw`^\s*` : '',
    comparison === 'is' || comparison === 'ends-with' ? String.raw`\s*$` : '',
  );
