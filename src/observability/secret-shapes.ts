/** What stands where a secret was. */
export const HIDDEN = '[redacted]';

/** Hides the secrets in a text. */
export type Mask = (text: string) => string;

/** A form in which secrets are written, with what is left of it; each is linear in the length of the text. */
type Shape = readonly [form: RegExp, left: string];

const NAME = '(?:password|passwd|passphrase|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?secret)';
// What was hidden before stays as it is.
const VALUE = String.raw`(?!\[redacted)[^\s"'\x60&;,\\)\]}<>]`;

// As JSON within JSON within … writes it.
const QUOTE = String.raw`\\{0,7}["']`;
// Also after a line break that is escaped.
const START = String.raw`(?<!(?<!\\)[A-Za-z\d])`;

/** In the order in which they are looked for. */
export const SHAPES: readonly Shape[] = [
  // Passwords of URLs, and users that are tokens.
  [/:(?<=\b[a-z][a-z\d+.-]{0,30}:\/\/[^\s:@/?#"\\]{0,256}:)[^\s/?#"\\]{1,512}@/gi, `:${HIDDEN}@`],
  [/(?<=\b[a-z][a-z\d+.-]{0,30}:\/\/)[^\s:@/?#"\\]{20,256}@/gi, `${HIDDEN}@`],
  // Parameters of queries and forms.
  [
    /([?&;][\w.%-]{0,60}?(?:token|key|sig|signature|auth|secret|pass|passwd|password|pwd|credential|jwt|session)s?=)[^\s&;#"'\\]+/gi,
    `$1${HIDDEN}`,
  ],
  // Settings, arguments and fields in text: DB_PASSWORD=…, password: …, "secret":"…", MODEL_KEY=…, --token ….
  [
    new RegExp(
      String.raw`(${NAME}s?(?:${QUOTE})?(?: {0,2}[=:] {0,2}(?:${QUOTE})?| is ${QUOTE}))(?!:)${VALUE}{3,}`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  [
    new RegExp(String.raw`(\b\w{0,60}(?:token|_key)(?:${QUOTE})?(?:=| {0,2}: {0,2}${QUOTE}))(?!:)${VALUE}{6,}`, 'gi'),
    `$1${HIDDEN}`,
  ],
  [
    new RegExp(String.raw`(?<!(?<!\\)[\w-])(--[\w-]{0,40}(?:${NAME}|token) {1,2}["']?)(?!-)${VALUE}{3,}`, 'gi'),
    `$1${HIDDEN}`,
  ],
  // Headers.
  [
    new RegExp(String.raw`${START}(Bearer|[Aa]uthorization\W{1,4}(?:Basic|Token)) +[\w.~+/=-]{8,}`, 'g'),
    `$1 ${HIDDEN}`,
  ],
  [new RegExp(String.raw`${START}(bearer) +(?=[a-z.~+/=_-]{0,64}\d)[\w.~+/=-]{8,}`, 'gi'), `$1 ${HIDDEN}`],
  // Private keys, also in a text whose line breaks are escaped, and cut ones.
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?:[\w+/=\s\\:,.]|-(?!-{4})){0,8192}-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|(?:[\w+/=\s]|\\[^"]){0,8192})/g,
    HIDDEN,
  ],
  // Tokens that providers made recognisable: AWS, GitHub, GitLab, Slack, JWT, and keys of models, payment and mail.
  [
    new RegExp(
      String.raw`${START}(?:${[
        String.raw`(?:AKIA|ASIA|ABIA|ACCA|AIDA|AROA)[A-Z2-7]{16}(?![A-Za-z\d])`,
        String.raw`gh[pousr]_[A-Za-z\d]{20,255}|github_pat_\w{20,255}`,
        String.raw`gl[a-z]{2,5}-[\w-]{20,255}`,
        String.raw`xox[a-z]-[\w-]{10,255}|xapp-\d-[\w-]{10,255}`,
        String.raw`eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*){0,3}`,
        String.raw`sk-[\w-]{20,255}|[rs]k_(?:live|test)_\w{16,255}|AIza[\w-]{35}|npm_[A-Za-z\d]{36}|hf_[A-Za-z\d]{30,}`,
        String.raw`SG\.[\w-]{16,64}\.[\w-]{16,64}|pypi-[\w-]{50,}`,
      ].join('|')})`,
      'g',
    ),
    HIDDEN,
  ],
  [/(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/+-]+/g, `$1${HIDDEN}`],
];

/** What all shapes have something of; most texts have nothing, and are done with one look. */
const HINT =
  /:\/\/|[=?&]|pass|pwd|secret|token|key|bearer|authorization|-----BEGIN|A[A-Z]{3}[A-Z2-7]{16}|gh[pousr]_|github_pat_|gl[a-z]{2,5}-|xox|xapp-|eyJ|[rs]k[-_]|AIza|npm_|hf_|SG\.|pypi-|hooks\.slack/i;

/**
 * A text without what has the shape of a secret: passwords of URLs, tokens in queries and headers, `password=…`, private keys,
 * and the tokens of well-known providers. It stays valid JSON where it was.
 */
export function withoutCredentials(text: string): string {
  if (!HINT.test(text)) return text;
  return SHAPES.reduce((left, [form, kept]) => left.replace(form, kept), text);
}
