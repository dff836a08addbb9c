import { answersDialog, concernsDialog, dialogStatements } from './dialog-step.ts';
import { expectationStatements } from './expectation.ts';
import { interactionExpression, type PageInteraction } from './interaction.ts';
import { stringLiteral } from './literal.ts';
import type { LocatorWriter } from './locator.ts';
import { siteLocation } from './site-location.ts';
import type { Interaction, Scenario, Step } from '../../../../feature/step.ts';

/** What a scenario needs around its steps: variables for tabs and dialogs only where its sentences speak of them. */
export interface Setting {
  /** How the test takes its page. */
  readonly page: string;
  /** Statements before the first step. */
  readonly opening: readonly string[];
  readonly watchesDialogs: boolean;
  /** Steps that open a page of which the feature says itself what it answers. */
  readonly answered: ReadonlySet<Step>;
}

/** The setting of a scenario. */
export function settingOf({ steps }: Scenario, write: LocatorWriter): Setting {
  const tabs = steps.some(({ does }) => does.type === 'interaction' && ofTabs(does.interaction));
  const watchesDialogs = steps.some(concernsDialog);
  const answered = steps.filter((_, at) => isStatus(steps[at + 1]));
  const watch = (): string =>
    `const dialogs = ${write.call('browserDialogs', 'page', `{ answered: ${steps.some(answersDialog)} }`)};`;
  return {
    page: tabs ? 'page: firstTab' : 'page',
    opening: [...(tabs ? ['let page = firstTab;'] : []), ...(watchesDialogs ? [watch()] : [])],
    watchesDialogs,
    answered: new Set(answered),
  };
}

/** Whether a scenario opens a page first; a person who names none means the home page. */
export function beginsWithPage({ steps: [first] }: Scenario): boolean {
  return first?.does.type === 'interaction' && first.does.interaction.kind === 'open';
}

/** The expression that opens the home page. */
export function homePage({ watchesDialogs }: Setting, write: LocatorWriter): string {
  const opened = write.call('opened', `page.goto('/')`);
  return watchesDialogs ? `dialogs.during(${opened})` : opened;
}

/** The statements of a step, without semicolons. */
export function statementsOf(step: Step, setting: Setting, write: LocatorWriter, targetUrl: string): string[] {
  const ofDialog = dialogStatements(step, write);
  if (ofDialog !== undefined) return ofDialog;
  if (step.does.type === 'assertion') return expectationStatements(step.does.assertion, write, targetUrl);
  const { interaction } = step.does;
  switch (interaction.kind) {
    case 'switch-tab':
      if (interaction.tab === 'first') return ['page = firstTab'];
      return [`page = await ${write.call('newTab', 'firstTab')}`];
    case 'close-tab':
      return ['await page.close()', 'page = firstTab'];
    case 'answer':
      return [];
    default: {
      const expression = expressionOf(step, interaction, setting, write, targetUrl);
      return [`await ${setting.watchesDialogs ? `dialogs.during(${expression})` : expression}`];
    }
  }
}

function expressionOf(
  step: Step,
  interaction: PageInteraction,
  { answered }: Setting,
  write: LocatorWriter,
  targetUrl: string,
): string {
  if (interaction.kind !== 'open' || !answered.has(step)) return interactionExpression(interaction, write, targetUrl);
  return `page.goto(${stringLiteral(siteLocation(interaction.location, targetUrl))})`;
}

const ofTabs = ({ kind }: Interaction): boolean => kind === 'switch-tab' || kind === 'close-tab';

const isStatus = (step: Step | undefined): boolean =>
  step?.does.type === 'assertion' && step.does.assertion.kind === 'status';
