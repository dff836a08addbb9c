/** Something that people ask for and a browser cannot do as one step, with the steps that come nearest. */
export interface Wish {
  /** Words in lower case with which the clause begins, the person apart. */
  readonly begins?: readonly string[];
  /** Words in lower case that the clause has anywhere, where it does not begin with something a browser can do. */
  readonly has?: readonly string[];
  readonly reason: string;
  readonly nearest: string;
  /** Whether the quoted pieces of the clause belong into the nearest form, in their order. */
  readonly takesQuotes?: boolean;
}

/** What is often written and never a step: each is refused with what would be one. */
export const WISHES: readonly Wish[] = [
  {
    begins: [
      'login',
      'log in',
      'logs in',
      'sign in',
      'signs in',
      'authenticate',
      'logout',
      'log out',
      'logs out',
      'sign out',
    ],
    reason: 'signing in is several steps; write each of them',
    nearest: 'enter "…" into the "User name" field, enter "…" into the "Password" field and click "Log in"',
    takesQuotes: true,
  },
  {
    has: ['logged in', 'signed in', 'logged out', 'signed out', 'authenticated', 'registered', 'oauth', 'sso'],
    reason: 'a test begins with an empty browser; write the steps that lead there',
    nearest:
      'open /login, enter "…" into the "User name" field, enter "…" into the "Password" field and click "Log in"',
  },
  {
    has: ['database', 'db', 'backend', 'server', 'api', 'system'],
    reason: 'a test sees only what a browser shows',
    nearest: 'I see "…"',
  },
  {
    begins: ['wait', 'waits', 'pause', 'sleep'],
    reason: 'waiting is not a step: what is expected is waited for',
    nearest: 'I see "…"',
  },
  {
    begins: ['scroll', 'scrolls'],
    reason: 'scrolling is not a step: what is clicked or seen is scrolled to',
    nearest: 'I see "…"',
  },
  {
    begins: [
      'submit',
      'submits',
      'save',
      'saves',
      'send',
      'sends',
      'delete',
      'deletes',
      'remove',
      'removes',
      'add',
      'buy',
      'order',
    ],
    reason: 'say which button does it',
    nearest: 'click the "…" button',
  },
  {
    begins: ['search', 'searches', 'look for'],
    reason: 'say where the words are entered and what starts the search',
    nearest: 'enter "…" into the "Search" field and press Enter',
    takesQuotes: true,
  },
  {
    begins: ['drag', 'drop', 'right-click', 'right click', 'swipe', 'zoom'],
    reason: 'this gesture is not known here',
    nearest: 'click "…"',
  },
  {
    has: ['is clicked', 'is pressed'],
    reason: 'say who does it',
    nearest: 'click the "…" button',
    takesQuotes: true,
  },
  {
    has: [
      'nice',
      'good',
      'better',
      'fast',
      'faster',
      'beautiful',
      'improve',
      'great',
      'correctly',
      'properly',
      'correct',
      'work',
      'works',
      'easy',
      'quickly',
      'modern',
    ],
    reason: 'this says how it should be, not what is seen; name what stands on the page',
    nearest: 'I see "…"',
  },
];
