import { createHash } from 'node:crypto';

/** How the page looks: by the browser's wish dark or light, and in one column where there is little room. */
export const HOME_STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1c1e21, #e6e7e9);
  --soft: light-dark(#5a6068, #a2a8b0);
  --line: light-dark(#d9dce0, #3a3f46);
  --ground: light-dark(#ffffff, #17191c);
  --raised: light-dark(#f4f5f7, #202328);
  --link: light-dark(#0b57d0, #8ab4f8);
  --good: light-dark(#146c2e, #6dd58c);
  --warn: light-dark(#8a5300, #f2b84b);
  --bad: light-dark(#b3261e, #f2857c);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 3rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
}
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.05rem; margin: 2.25rem 0 .75rem; }
p { margin: .5rem 0; max-width: 42rem; }
a { color: var(--link); }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.soft { color: var(--soft); }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
dl { display: grid; grid-template-columns: repeat(4, 1fr); gap: .75rem; margin: 1.5rem 0 0; }
dl div { background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; }
li { display: grid; grid-template-columns: minmax(14rem, 2fr) 3fr; column-gap: 1rem; padding: .45rem 0; border-top: 1px solid var(--line); }
li span { color: var(--soft); }
code { font: .9rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
@media (max-width: 40rem) { li { grid-template-columns: 1fr; } dl { grid-template-columns: 1fr 1fr; } body { padding-top: 1.25rem; } }
`;

/** What the page may do: show itself in this style. It runs no script, sends no form, and loads and frames nothing. */
export const HOME_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(HOME_STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
