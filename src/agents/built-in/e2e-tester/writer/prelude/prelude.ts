import { BROWSER } from './browser.ts';
import { FIELDS } from './fields.ts';
import { FINDING } from './finding.ts';
import { MESSAGES } from './messages.ts';
import { NAMING } from './naming.ts';
import { OPENING } from './opening.ts';

// The engines last: they are the longest, and the same in every test.
const PRELUDE = { ...OPENING, ...FINDING, ...FIELDS, ...BROWSER, ...MESSAGES, ...NAMING };

/** Functions that a written test brings along for what Playwright has no single call for; each only where used. */
export type PreludeName = keyof typeof PRELUDE;

interface PreludeFunction {
  readonly needs: readonly PreludeName[];
  /** What its source takes from Playwright, as an import names it. */
  readonly imports: readonly string[];
  readonly source: string;
}

const FUNCTIONS: Readonly<Record<PreludeName, PreludeFunction>> = PRELUDE;
const NAMES = Object.keys(PRELUDE) as readonly PreludeName[];

/** Selector engines among the functions, by the name under which a selector asks them. */
const ENGINES: Readonly<Partial<Record<PreludeName, string>>> = { naming: 'named', errors: 'error' };

/** What a test needs at its top and at its end for the functions it uses. */
export interface Prelude {
  readonly imports: readonly string[];
  /** Statements inside the `describe` of the test. */
  readonly setUp: readonly string[];
  readonly sources: readonly string[];
}

/** The prelude of a test, of the functions that it uses and those that they use in turn, in a fixed order. */
export function preludeOf(used: ReadonlySet<PreludeName>): Prelude {
  const all = new Set<PreludeName>();
  const add = (name: PreludeName): void => {
    all.add(name);
    FUNCTIONS[name].needs.forEach(add);
  };
  used.forEach(add);
  const names = NAMES.filter((name) => all.has(name));
  const engines = names.filter((name) => ENGINES[name] !== undefined);
  const setUp = engines.map((name) => `test.beforeAll(() => teach('${ENGINES[name] ?? ''}', ${name}));`);
  return {
    imports: [...names.flatMap((name) => FUNCTIONS[name].imports), ...(engines.length > 0 ? ['selectors'] : [])],
    setUp,
    sources: [
      ...names.filter((name) => !engines.includes(name)).map((name) => FUNCTIONS[name].source),
      ...(engines.length > 0 ? [TEACH] : []),
      ...engines.map((name) => FUNCTIONS[name].source),
    ],
  };
}

const TEACH = `/** Teaches Playwright a way to find things, unless another test file did in the same worker. */
async function teach(name: string, engine: () => object): Promise<void> {
  await selectors.register(name, engine, { contentScript: true }).catch((error: Error) => {
    if (!error.message.includes('already registered')) throw error;
  });
}`;
