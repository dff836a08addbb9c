/** What a server answers before it looks at what a request is for; by kind the title that a person reads. */
export const REFUSAL_TITLES = {
  'host-unreadable': 'The Host header cannot be read',
  'host-refused': 'This host is not known here',
  'page-refused': 'Web pages of others are not answered',
  'write-unproven': 'The request may come from a web page',
  'unsupported-media-type': 'The body must be JSON',
  'bad-request': 'The request cannot be read',
  'headers-too-large': 'The headers are too large',
  'request-timeout': 'The request took too long to arrive',
  'too-many-connections': 'Too many connections are open',
} as const;

/** Why a request is refused. */
export type RefusalKind = keyof typeof REFUSAL_TITLES;

/** An answer other than what was asked for: `detail` says what is wrong and what would be right. */
export interface DoorRefusal {
  readonly status: number;
  readonly kind: RefusalKind;
  readonly detail: string;
}
