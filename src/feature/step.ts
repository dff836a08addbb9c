/** The words of a test: what a feature text becomes once it is understood, and what a test is written from. */

/** A piece of page text. Quoted text is matched exactly, case included; unquoted text as a case-insensitive part. */
export interface PageText {
  readonly value: string;
  readonly exact: boolean;
}

/** What kind of thing a sentence names. `any` is text, a heading, a button, whatever carries the name. */
export type ElementKind =
  | 'any'
  | 'text'
  /** A text that tells something, as the label of a field or a button does not. */
  | 'message'
  /** A message that tells what is wrong with the field it is within. */
  | 'error'
  | 'heading'
  | 'button'
  | 'link'
  | 'field'
  | 'checkbox'
  | 'radio'
  | 'option'
  | 'list'
  | 'item'
  | 'row'
  | 'table'
  | 'cell'
  | 'image'
  | 'dialog'
  /** A message that the page puts forward, or a dialog of the browser itself. */
  | 'alert'
  /** A dialog of the browser itself: what alert, confirm and prompt of JavaScript open. */
  | 'browser-dialog'
  | 'tab'
  | 'menu'
  | 'menuitem'
  | 'region'
  | 'navigation'
  | 'form'
  /** A page inside the page. */
  | 'frame';

/** One of several alike: 1 is the first, -1 the last. */
export type Position = number;

/** A thing on the page as the sentence names it; `within` is the part of the page the sentence limits itself to. */
export interface Target {
  readonly kind: ElementKind;
  readonly name?: PageText;
  readonly position?: Position;
  readonly within?: Target;
}

/** What an element is said to be. */
export type ElementState =
  | 'visible'
  | 'hidden'
  | 'enabled'
  | 'disabled'
  | 'checked'
  | 'unchecked'
  | 'focused'
  | 'unfocused'
  | 'empty'
  | 'filled';

/** How a text, URL or title is compared. `exact` inside the text says whether case and the whole text count. */
export type Comparison = 'is' | 'contains' | 'starts-with' | 'ends-with';

/** How a count is compared. */
export type CountComparison = 'exactly' | 'at-least' | 'at-most';

/** What a user does. */
export type Interaction =
  /** `location` is absolute, or a path below the site under test; '/' is its home page. */
  | { readonly kind: 'open'; readonly location: string }
  | { readonly kind: 'reload' }
  | { readonly kind: 'go-back' }
  | { readonly kind: 'click'; readonly target: Target; readonly times: 1 | 2 }
  | { readonly kind: 'hover'; readonly target: Target }
  | { readonly kind: 'fill'; readonly target: Target; readonly value: string }
  | { readonly kind: 'clear'; readonly target: Target }
  | { readonly kind: 'select'; readonly target: Target; readonly option: PageText }
  | { readonly kind: 'check'; readonly target: Target }
  | { readonly kind: 'uncheck'; readonly target: Target }
  /** `key` in Playwright's spelling: Enter, Escape, Control+A. Without a target: the focused element. */
  | { readonly kind: 'press'; readonly key: string; readonly target?: Target }
  /** `files` are paths below the project's root. */
  | { readonly kind: 'choose-file'; readonly target: Target; readonly files: readonly string[] }
  /** Answers a dialog of the browser, one whose text has the target's name; what is entered goes into a prompt. */
  | {
      readonly kind: 'answer';
      readonly target: Target;
      readonly answer: 'accept' | 'dismiss';
      readonly entered?: string;
    }
  /** What follows happens in that tab of the browser: the one opened last, or the one the scenario began in. */
  | { readonly kind: 'switch-tab'; readonly tab: Tab }
  /** Closes the tab of what went before, and goes on in the first. */
  | { readonly kind: 'close-tab' };

/** A tab of the browser. */
export type Tab = 'new' | 'first';

/** What a user expects. */
export type Assertion =
  | { readonly kind: 'see'; readonly target: Target }
  | { readonly kind: 'not-see'; readonly target: Target }
  | { readonly kind: 'state'; readonly target: Target; readonly state: ElementState }
  /** What stands in a field: what was entered, or the text of what is chosen in a list. */
  | {
      readonly kind: 'value';
      readonly target: Target;
      readonly comparison: Comparison;
      readonly value: string;
      /** Whether the case of letters does not count. */
      readonly anyCase?: boolean;
      readonly negated?: boolean;
    }
  | {
      readonly kind: 'text';
      readonly target: Target;
      readonly comparison: Comparison;
      readonly text: PageText;
      readonly negated?: boolean;
    }
  | { readonly kind: 'count'; readonly target: Target; readonly comparison: CountComparison; readonly count: number }
  | { readonly kind: 'url'; readonly comparison: Comparison; readonly value: string; readonly negated?: boolean }
  | { readonly kind: 'title'; readonly comparison: Comparison; readonly text: PageText }
  /** The HTTP status that the page was answered with. */
  | { readonly kind: 'status'; readonly status: number };

/** One step: the clause it was read from (trimmed, as written), its line in the text (from 1), and its meaning. */
export interface Step {
  readonly sentence: string;
  readonly line: number;
  readonly does:
    | { readonly type: 'interaction'; readonly interaction: Interaction }
    | { readonly type: 'assertion'; readonly assertion: Assertion };
}

/** One scenario, ready to run: background steps are inlined, outlines expanded to a scenario an example row. */
export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** A feature text that was understood whole. */
export interface Feature {
  readonly name: string;
  readonly form: 'gherkin' | 'english';
  readonly scenarios: readonly Scenario[];
}

/** Why one sentence is refused. `part` is the part not understood, `nearest` a form that would work. */
export interface Refusal {
  readonly sentence: string;
  readonly line: number;
  readonly part: string;
  readonly reason: string;
  readonly nearest: string;
}

/** The outcome of reading a feature text: understood whole, or refused with every reason; never half a test. */
export type Reading =
  { readonly ok: true; readonly feature: Feature } | { readonly ok: false; readonly refusals: readonly Refusal[] };
