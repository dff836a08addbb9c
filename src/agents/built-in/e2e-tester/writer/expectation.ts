import { literalPattern, pageTextPattern, regexLiteral, stringLiteral } from './literal.ts';
import { type LocatorWriter, type TargetUse, ROOT } from './locator.ts';
import { urlExpectation } from './site-location.ts';
import type {
  Assertion,
  Comparison,
  CountComparison,
  ElementState,
  PageText,
  Target,
} from '../../../../feature/step.ts';

/** Statements, without semicolons, that hold when the user sees what they expect. */
export function expectationStatements(assertion: Assertion, write: LocatorWriter, targetUrl: string): string[] {
  switch (assertion.kind) {
    case 'see':
      return [seen(assertion.target, write)];
    case 'not-see':
      return [notSeen(assertion.target, write)];
    case 'state':
      return [inState(assertion.target, assertion.state, write)];
    case 'value':
      return [fieldValue(assertion, write)];
    case 'text': {
      const element = expectedTarget(assertion.target, 'read', write);
      const not = assertion.negated === true ? '.not' : '';
      return [`await expect(${element})${not}.${textMatcher(assertion.comparison, assertion.text)}`];
    }
    case 'count':
      return counted(assertion.target, assertion.comparison, assertion.count, write);
    case 'url': {
      const url = urlExpectation(assertion.comparison, assertion.value, targetUrl);
      if (assertion.negated !== true) return [`await expect(page).toHaveURL(${url})`];
      return [`await expect(page).not.toHaveURL(${url})`, `await ${write.call('expectWorking', 'page')}`];
    }
    case 'title':
      return [`await expect(page).toHaveTitle(${titleExpectation(assertion.comparison, assertion.text)})`];
    case 'status': {
      const answer = `() => ${write.call('answer', 'page')}`;
      return [`await expect.poll(${answer}, 'what the page answers').toBe(${assertion.status})`];
    }
  }
}

/** The options of a closed list have no box on the page, yet a user knows of them. */
const isDrawn = (target: Target): boolean => target.kind !== 'option';

/** Only what is visible is seen; what is found by name or text is, and a position counts among what is. */
function visibleLocator(target: Target, write: LocatorWriter): string {
  const { position, ...all } = target;
  const found = write.locator(all, 'read');
  const filtered = !isDrawn(target) || found.endsWith('.filter({ visible: true })') || write.isNamed(target);
  const visible = filtered ? found : `${found}.filter({ visible: true })`;
  if (position === undefined) return visible;
  return `${visible}.nth(${position > 0 ? position - 1 : position})`;
}

/** The expression of what a locator finds, waited for as long as any expectation is. */
const expected = (locator: string, write: LocatorWriter): string =>
  `await ${write.call('findExpected', 'page', `(${ROOT}) => ${locator}`)}`;

const expectedTarget = (target: Target, purpose: TargetUse, write: LocatorWriter): string =>
  expected(write.locator(target, purpose), write);

function seen(target: Target, write: LocatorWriter): string {
  const locator = visibleLocator(target, write);
  const one = target.position === undefined ? `${locator}.first()` : locator;
  return `await expect(${expected(one, write)}).${isDrawn(target) ? 'toBeVisible' : 'toBeAttached'}()`;
}

const notSeen = (target: Target, write: LocatorWriter): string =>
  `await ${write.call('expectNone', 'page', `(${ROOT}) => ${visibleLocator(target, write)}`)}`;

function inState(target: Target, state: ElementState, write: LocatorWriter): string {
  const operated = (): string => expectedTarget(target, 'operate', write);
  const isField = target.kind === 'field' || target.kind === 'any';
  switch (state) {
    case 'visible':
      return seen(target, write);
    case 'hidden':
      return notSeen(target, write);
    case 'enabled':
      return `await expect(${operated()}).toBeEnabled()`;
    case 'disabled':
      return `await expect(${operated()}).toBeDisabled()`;
    case 'checked':
      return `await expect(${expectedTarget(target, 'tick', write)}).toBeChecked()`;
    case 'unchecked':
      return `await expect(${expectedTarget(target, 'tick', write)}).not.toBeChecked()`;
    case 'focused':
      return `await expect(${operated()}).toBeFocused()`;
    case 'unfocused':
      return `await expect(${operated()}).not.toBeFocused()`;
    case 'empty':
    case 'filled': {
      if (!isField) return `await expect(${operated()})${state === 'filled' ? '.not' : ''}.toBeEmpty()`;
      const isEmpty = write.call('isEmpty', expectedTarget(target, 'type', write));
      return `await expect.poll(${isEmpty}, 'whether the field is empty').toBe(${state === 'empty'})`;
    }
  }
}

function fieldValue(
  { target, comparison, value, anyCase, negated }: Extract<Assertion, { readonly kind: 'value' }>,
  write: LocatorWriter,
): string {
  const shown = write.call('shown', expectedTarget(target, 'type', write));
  const not = negated === true ? '.not' : '';
  const start = comparison === 'is' || comparison === 'starts-with' ? '^' : '';
  const end = comparison === 'is' || comparison === 'ends-with' ? '$' : '';
  const pattern = regexLiteral(start + literalPattern(value) + end, anyCase === true ? 'i' : '');
  const exactly = comparison === 'is' && anyCase !== true;
  return `await expect.poll(${shown}, 'what stands in the field')${not}.${exactly ? `toBe(${stringLiteral(value)})` : `toMatch(${pattern})`}`;
}

function textMatcher(comparison: Comparison, text: PageText): string {
  const options = text.exact ? '' : ', { ignoreCase: true }';
  switch (comparison) {
    case 'is':
      return `toHaveText(${stringLiteral(text.value)}${options})`;
    case 'contains':
      return `toContainText(${stringLiteral(text.value)}${options})`;
    case 'starts-with':
      return `toHaveText(${edgePattern(text, '^\\s*', '')})`;
    case 'ends-with':
      return `toHaveText(${edgePattern(text, '', '\\s*$')})`;
  }
}

function titleExpectation(comparison: Comparison, text: PageText): string {
  switch (comparison) {
    case 'is':
      return text.exact ? stringLiteral(text.value) : edgePattern(text, '^\\s*', '\\s*$');
    case 'contains':
      return edgePattern(text, '', '');
    case 'starts-with':
      return edgePattern(text, '^\\s*', '');
    case 'ends-with':
      return edgePattern(text, '', '\\s*$');
  }
}

/** A text as a pattern, between a start and an end. */
export const edgePattern = (text: PageText, start: string, end: string): string =>
  regexLiteral(start + pageTextPattern(text.value) + end, text.exact ? '' : 'i');

/** None, or no more than so many, holds on an error page too. */
function counted(target: Target, comparison: CountComparison, count: number, write: LocatorWriter): string[] {
  const howMany = write.call('howMany', 'page', `(${ROOT}) => ${write.locator(target, 'read')}`);
  const matcher = { exactly: 'toBe', 'at-least': 'toBeGreaterThanOrEqual', 'at-most': 'toBeLessThanOrEqual' }[
    comparison
  ];
  const statement = `await expect.poll(() => ${howMany}).${matcher}(${count})`;
  const denies = comparison === 'at-most' || (comparison === 'exactly' && count === 0);
  return denies ? [statement, `await ${write.call('expectWorking', 'page')}`] : [statement];
}
