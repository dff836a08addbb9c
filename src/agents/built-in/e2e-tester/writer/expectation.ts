import { literalPattern, pageTextPattern, regexLiteral, stringLiteral } from './literal.ts';
import type { LocatorWriter } from './locator.ts';
import { urlExpectation } from './site-location.ts';
import type {
  Assertion,
  Comparison,
  CountComparison,
  ElementState,
  PageText,
  Target,
} from '../../../../feature/step.ts';

/** A statement, without `await` and semicolon, that holds when the user sees what they expect. */
export function expectationStatement(assertion: Assertion, write: LocatorWriter, targetUrl: string): string {
  switch (assertion.kind) {
    case 'see':
      return seen(assertion.target, write);
    case 'not-see':
      return notSeen(assertion.target, write);
    case 'state':
      return inState(assertion.target, assertion.state, write);
    case 'value': {
      const field = write.locator(assertion.target, 'type');
      return `expect(${field}).toHaveValue(${valueExpectation(assertion.comparison, assertion.value)})`;
    }
    case 'text': {
      const element = write.locator(assertion.target, 'read');
      return `expect(${element}).${textMatcher(assertion.comparison, assertion.text)}`;
    }
    case 'count':
      return counted(write.locator(assertion.target, 'read'), assertion.comparison, assertion.count);
    case 'url': {
      const not = assertion.negated === true ? '.not' : '';
      return `expect(page)${not}.toHaveURL(${urlExpectation(assertion.comparison, assertion.value, targetUrl)})`;
    }
    case 'title':
      return `expect(page).toHaveTitle(${titleExpectation(assertion.comparison, assertion.text)})`;
  }
}

/** The options of a closed list have no box on the page, yet a user knows of them. */
const isDrawn = (target: Target): boolean => target.kind !== 'option';

/** Only what is visible is seen; text locators and fields leave the rest out by themselves. */
function visibleLocator(target: Target, write: LocatorWriter): string {
  const { position, ...all } = target;
  const found = write.locator(all, 'read');
  const visible =
    !isDrawn(target) || found.endsWith('.filter({ visible: true })') ? found : `${found}.filter({ visible: true })`;
  if (position === undefined) return visible;
  return `${visible}.nth(${position > 0 ? position - 1 : position})`;
}

function seen(target: Target, write: LocatorWriter): string {
  const locator = visibleLocator(target, write);
  const one = target.position === undefined ? `${locator}.first()` : locator;
  return `expect(${one}).${isDrawn(target) ? 'toBeVisible' : 'toBeAttached'}()`;
}

const notSeen = (target: Target, write: LocatorWriter): string =>
  `expect(${visibleLocator(target, write)}).toHaveCount(0)`;

function inState(target: Target, state: ElementState, write: LocatorWriter): string {
  const operated = (): string => `expect(${write.locator(target, 'operate')})`;
  switch (state) {
    case 'visible':
      return seen(target, write);
    case 'hidden':
      return notSeen(target, write);
    case 'enabled':
      return `${operated()}.toBeEnabled()`;
    case 'disabled':
      return `${operated()}.toBeDisabled()`;
    case 'checked':
      return `expect(${write.locator(target, 'tick')}).toBeChecked()`;
    case 'unchecked':
      return `expect(${write.locator(target, 'tick')}).not.toBeChecked()`;
    case 'focused':
      return `${operated()}.toBeFocused()`;
    case 'empty':
      return `${operated()}.toBeEmpty()`;
  }
}

function valueExpectation(comparison: Comparison, value: string): string {
  const pattern = literalPattern(value);
  switch (comparison) {
    case 'is':
      return stringLiteral(value);
    case 'contains':
      return regexLiteral(pattern);
    case 'starts-with':
      return regexLiteral(`^${pattern}`);
    case 'ends-with':
      return regexLiteral(`${pattern}$`);
  }
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

const edgePattern = (text: PageText, start: string, end: string): string =>
  regexLiteral(start + pageTextPattern(text.value) + end, text.exact ? '' : 'i');

function counted(locator: string, comparison: CountComparison, count: number): string {
  switch (comparison) {
    case 'exactly':
      return `expect(${locator}).toHaveCount(${count})`;
    case 'at-least':
      return `expect.poll(() => ${locator}.count()).toBeGreaterThanOrEqual(${count})`;
    case 'at-most':
      return `expect.poll(() => ${locator}.count()).toBeLessThanOrEqual(${count})`;
  }
}
