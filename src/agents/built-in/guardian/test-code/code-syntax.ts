/** A kind of string literal. */
export interface StringForm {
  readonly open: string;
  readonly close: string;
  /** Whether a backslash takes the next character's meaning away. */
  readonly escapes: boolean;
  /** Whether it may go over lines; one that may not ends with its line at the latest, or is none. */
  readonly lines: boolean;
  /** The most characters in it, where the same mark means something else too. */
  readonly most?: number;
  /** What code in it stands between, such as `${` and `}`. */
  readonly code?: readonly [open: string, close: string];
}

/** Where comments and strings are in a language. */
export interface CodeSyntax {
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [open: string, close: string])[];
  /** Whether a comment may hold comments. */
  readonly nested?: boolean;
  /** The longest opening mark first. */
  readonly strings: readonly StringForm[];
  /** Whether there are literals such as `/["']/`. */
  readonly regularExpressions?: boolean;
}

const double = { open: '"', close: '"', escapes: true, lines: false };
const single = { open: "'", close: "'", escapes: true, lines: false };
const character = { ...single, most: 10 };
const tripleDouble = { open: '"""', close: '"""', escapes: true, lines: true };

const SLASHES = { lineComments: ['//'], blockComments: [['/*', '*/']] } as const;

export const JAVASCRIPT: CodeSyntax = {
  ...SLASHES,
  strings: [double, single, { open: '`', close: '`', escapes: true, lines: true, code: ['${', '}'] }],
  regularExpressions: true,
};

export const PYTHON: CodeSyntax = {
  lineComments: ['#'],
  blockComments: [],
  strings: [tripleDouble, { open: "'''", close: "'''", escapes: true, lines: true }, double, single],
};

export const GO: CodeSyntax = {
  ...SLASHES,
  strings: [{ open: '`', close: '`', escapes: false, lines: true }, double, character],
};

export const JVM: CodeSyntax = { ...SLASHES, strings: [tripleDouble, double, character] };

export const KOTLIN: CodeSyntax = { ...JVM, nested: true };

export const CSHARP: CodeSyntax = {
  ...SLASHES,
  strings: [
    { open: '"""', close: '"""', escapes: false, lines: true },
    { open: '@"', close: '"', escapes: false, lines: true },
    double,
    character,
  ],
};

export const RUBY: CodeSyntax = {
  lineComments: ['#'],
  blockComments: [['\n=begin', '\n=end']],
  strings: [
    { ...double, lines: true },
    { ...single, lines: true },
  ],
};

export const PHP: CodeSyntax = {
  // Not `#` before a bracket, which begins an attribute.
  lineComments: ['//', '# ', '##', '#\n'],
  blockComments: [['/*', '*/']],
  strings: [
    { ...double, lines: true },
    { ...single, lines: true },
  ],
};

export const RUST: CodeSyntax = {
  ...SLASHES,
  nested: true,
  strings: [
    { open: 'r##"', close: '"##', escapes: false, lines: true },
    { open: 'r#"', close: '"#', escapes: false, lines: true },
    { open: 'r"', close: '"', escapes: false, lines: true },
    { ...double, lines: true },
    { ...character, most: 3 },
  ],
};

export const C_LIKE: CodeSyntax = { ...SLASHES, strings: [double, character] };

export const SWIFT: CodeSyntax = { ...SLASHES, nested: true, strings: [tripleDouble, double] };

export const GHERKIN: CodeSyntax = { lineComments: ['#'], blockComments: [], strings: [tripleDouble] };
