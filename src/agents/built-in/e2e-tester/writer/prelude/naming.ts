/**
 * The selector engine by which a written test finds things as people name them, as source of the test. It runs in the
 * page, where Playwright asks it again and again while it waits: `named=field "Name"` for a quoted name,
 * `named=field ~"name"` for a part of a name in any case. Of all that are seen and fit, only the best count:
 *
 * 1. the whole name: a label, an accessible name, or the text that is shown;
 * 2. the name without marks: “*”, “:”, “(required)”; on buttons and links also arrows, signs and “(3)”;
 * 3. the name without what is set apart from it: an icon, a badge, a hint, a second line;
 * 4. a placeholder or title of what has a name besides;
 * 5. where the name was not quoted, a part of any of these; of a dialog, also a text in it.
 *
 * Its name stands for what it does: a test that was written long ago may share a worker with one of today.
 */
export const NAMING = {
  naming: {
    needs: [],
    imports: [],
    source: String.raw`/** How people name things on a page, for Playwright to find them by; a worse fit counts only where there is no better one. */
function naming() {
  const FIELD =
    'input:not([type=button], [type=submit], [type=reset], [type=image], [type=file], [type=hidden], [type=checkbox], ' +
    '[type=radio], [role]), :is(textarea, select, [contenteditable=""], [contenteditable=true]):not([role]), ' +
    '[role=textbox], [role=searchbox], [role=combobox], [role=spinbutton], [role=listbox]';
  const BUTTON =
    ':is(button, summary, input:is([type=button], [type=submit], [type=reset], [type=image])):not([role]), [role=button]';
  const LINK = ':is(a, area)[href]:not([role]), [role=link]';
  const CHECKBOX = 'input[type=checkbox], [role=checkbox], [role=switch]';
  const RADIO = 'input[type=radio], [role=radio]';
  const MENU_ITEM = '[role^=menuitem]';
  const HEADING = 'h1, h2, h3, h4, h5, h6, [role=heading]';
  const PRESSED = [BUTTON, LINK, MENU_ITEM, '[role=tab]'].join();
  const KINDS: Record<string, string> = {
    field: FIELD,
    input: [FIELD, CHECKBOX, RADIO, 'input[type=file]'].join(),
    file: 'input[type=file]',
    button: BUTTON,
    link: LINK,
    checkbox: CHECKBOX,
    radio: RADIO,
    tick: [CHECKBOX, RADIO].join(),
    tab: '[role=tab]',
    menuitem: MENU_ITEM,
    control: [FIELD, PRESSED, CHECKBOX, RADIO, '[role=slider]'].join(),
    heading: HEADING,
    dialog: 'dialog, [role=dialog], [role=alertdialog]',
    part: 'section, article, aside, fieldset, [role=region], [role=group], [role=radiogroup]',
    form: 'form, [role=form], [role=search]',
    frame: 'iframe, frame',
    option: 'option, [role=option], [role=menuitemradio], [class*=option i]',
  };
  const REQUIRED =
    'required|optional|mandatory|erforderlich|pflichtfeld|freiwillig|obligatoire|requis|facultatif|obligatorio|requerido|opcional|' +
    'obbligatorio|facoltativo|verplicht|optioneel|obrigatório|必須|任意|必填|選填|选填';
  const MARKS = [
    /^[\s*∗＊:：†•]+|[\s*∗＊:：†•]+$/gu,
    new RegExp(
      '^[([（]?(?:' + REQUIRED + ')[)\\]）]?[\\s*:]+|\\s*[([（](?:' + REQUIRED + ')(?: field)?[)\\]）]$',
      'giu',
    ),
    new RegExp('[\\s,–-]+(?:' + REQUIRED + ')(?: field)?$', 'giu'),
    /^[\s*∗＊:：†•]+|[\s*∗＊:：†•]+$/gu,
  ];
  const SIGNS = [
    /\s*(?:\(\d+\+?\)|\[\d+\+?\])$/gu,
    /^[^\p{L}\p{N}]+\s|\s[^\p{L}\p{N}]+$|^[→←↑↓»«›‹▼▾▸►✓✔✗✕×•]+|[→←↑↓»«›‹▼▾▸►✓✔✗✕×•…!?.:*]+$/gu,
  ];
  const APART =
    'svg, img, canvas, small, sup, sub, i, mat-icon, button, [aria-hidden=true], [role=button], [role=tooltip], [role=img]';
  const APART_CLASS =
    /(?:^|[\s_-])(?:icons?|badge|count|hint|help|helper|tip|tooltip|desc|description|note)(?:$|[\s_-])/iu;
  const UNREAD = 'script, style, noscript, template, input, select, textarea, [role=listbox]';

  const words = (text: string | null | undefined): string => (text ?? '').replace(/\s+/gu, ' ').trim();
  const compact = (text: string | null): string => (text ?? '').replace(/\s+/gu, '').toLowerCase();
  const isDrawn = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });

  /** What a person reads in an element; bare is what comes before anything that is set apart. */
  function read(element: Element, bare = false): string {
    let text = '';
    let ended = false;
    const walk = (node: Node): void => {
      if (ended) return;
      if (!(node instanceof Element)) {
        text += node.nodeType === Node.TEXT_NODE ? (node.nodeValue ?? '') : '';
        return;
      }
      const inner = node !== element;
      if (inner && (node.matches(UNREAD) || !isDrawn(node))) return;
      const { display } = getComputedStyle(node);
      const line = node.nodeName === 'BR' || !/^inline|^contents/.test(display);
      ended = bare && inner && line && words(text) !== '';
      if (ended || (bare && inner && isApart(node))) return;
      if (line) text += ' ';
      node.childNodes.forEach(walk);
      if (line) text += ' ';
    };
    walk(element);
    return words(text);
  }

  function isApart(element: Element): boolean {
    const { width, height } = element.getBoundingClientRect();
    const named = APART_CLASS.test(element.getAttribute('class') ?? '');
    return named || element.matches(APART) || width <= 1 || height <= 1 || !/\p{L}/u.test(element.textContent ?? '');
  }

  /** The elements whose text names this one. */
  function labelsOf(element: Element, kind: string): Element[] {
    const root = element.getRootNode() as Document;
    const ids = words(element.getAttribute('aria-labelledby')).split(' ');
    const labels = ids.flatMap((id) => (id === '' ? [] : (root.getElementById(id) ?? [])) as Element[]);
    if ('labels' in element) labels.push(...((element.labels as NodeListOf<Element> | null) ?? []));
    const around = element.closest('label');
    if (around !== null && !around.control?.matches(KINDS['input'] ?? '')) labels.push(around);
    const content = [PRESSED, HEADING, '[role=checkbox], [role=switch], [role=radio]'].join();
    if (kind === 'option' || element.matches(content)) labels.push(element);
    if (!['dialog', 'part', 'form'].includes(kind)) return labels;
    const headings = [...element.querySelectorAll(HEADING + ', legend')];
    return [...labels, ...headings.filter((heading) => heading.parentElement?.closest(KINDS[kind] ?? '') === element)];
  }

  /** What a label says, in the letters of the page and in those that its style makes of them. */
  function shown(label: Element, bare = false): string[] {
    const text = isDrawn(label) ? read(label, bare) : words(label.textContent);
    return getComputedStyle(label).textTransform === 'uppercase' ? [text, text.toUpperCase()] : [text];
  }

  function namesOf(element: Element, labels: readonly Element[]): { names: string[]; hints: string[] } {
    const attributes = (...names: readonly string[]): string[] =>
      names.map((name) => words(element.getAttribute(name)));
    const texts = labels.flatMap((label) => shown(label));
    const images = labels.flatMap((label) => [...label.querySelectorAll('img, svg, [role=img]')]);
    const alt = images
      .map((image) => image.getAttribute('aria-label') ?? image.getAttribute('alt') ?? image.textContent)
      .join(' ');
    const pressed = element.matches(PRESSED) ? attributes('value', 'alt') : [];
    const names = [...texts, labels.map((label) => read(label)).join(' '), ...attributes('aria-label'), ...pressed];
    const hints = attributes(
      'placeholder',
      'aria-placeholder',
      'title',
      ...(element.matches('iframe, frame') ? ['name'] : []),
    );
    const known = [...names, ...(texts.join('') === '' ? [alt] : [])].map(words).filter((name) => name !== '');
    return known.length > 0 ? { names: known, hints } : { names: hints, hints: [] };
  }

  /** How well an element fits a name, 1 being best; 0 where it does not. */
  function fit(element: Element, kind: string, name: string, loose: boolean): number {
    const labels = labelsOf(element, kind);
    const attributes = [
      element,
      ...labels.flatMap((label) => [...label.querySelectorAll('[alt], [aria-label]')]),
    ].flatMap((one) => [...one.attributes]);
    const everything = [kind === 'dialog' ? element : undefined, ...labels]
      .map((one) => one?.textContent)
      .concat(attributes.map(({ value }) => value));
    if (
      !everything.some((text) => compact(text ?? '').includes(compact(name))) &&
      !compact(everything.join('')).includes(compact(name))
    )
      return 0;
    const fold = (text: string): string => (loose ? text.toLowerCase() : text);
    const is = (text: string): boolean => fold(text) === fold(name);
    const marks = element.matches(PRESSED) ? SIGNS : MARKS;
    const isMarked = (text: string): boolean =>
      marks.some((_, at) => is(marks.slice(0, at + 1).reduce((rest, mark) => words(rest.replace(mark, '')), text)));
    const { names, hints } = namesOf(element, labels);
    if (names.some(is)) return 1;
    if (names.some(isMarked)) return 2;
    if (labels.flatMap((label) => shown(label, true)).some((text) => is(text) || isMarked(text))) return 3;
    if (hints.some((text) => is(text) || isMarked(text))) return 4;
    const parts = [...(loose ? [...names, ...hints] : []), ...(kind === 'dialog' ? [read(element)] : [])];
    return parts.some((text) => fold(text).includes(fold(name))) ? 5 : 0;
  }

  function isSeen(element: Element, kind: string): boolean {
    if (kind === 'file' || element.matches('select > *, select optgroup > *')) return true;
    const labels = element.matches([CHECKBOX, RADIO, '[type=file]'].join()) ? labelsOf(element, kind) : [];
    return [element, ...labels].some(isShown) && element.closest('[aria-hidden=true], [inert]') === null;
  }

  function isShown(element: Element): boolean {
    const { width, height } = element.getBoundingClientRect();
    return isDrawn(element) && width > 0 && height > 0;
  }

  /** Where a box is ticked: pages often hide the box itself behind its label. */
  function tickedAt(element: Element): Element {
    const label = element.matches([CHECKBOX, RADIO].join()) ? labelsOf(element, 'tick').find(isShown) : undefined;
    const { width, right } = element.getBoundingClientRect();
    const covered = width <= 1 || right <= 0 || getComputedStyle(element).opacity === '0' || !isDrawn(element);
    return covered ? (label ?? element) : element;
  }

  /** Elements below a root, those in open shadow trees included. */
  function below(root: ParentNode, css: string): Element[] {
    const inside = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
      shadowRoot === null ? [] : below(shadowRoot, css),
    );
    return [...root.querySelectorAll(css), ...inside];
  }

  const innermost = (elements: readonly Element[]): Element[] =>
    elements.filter((one) => !elements.some((other) => other !== one && one.contains(other)));

  /** What carries no control's name but reads like the name, for a click on it. */
  function textsOf(root: ParentNode, name: string, loose: boolean): Element[] {
    const reads = (element: Element): boolean => {
      if (!compact(element.textContent).includes(compact(name)) || element.matches(UNREAD)) return false;
      const texts = [words(element.textContent), ...shown(element)];
      return (
        texts.some((text) => (loose ? text.toLowerCase().includes(name.toLowerCase()) : text === name)) &&
        isSeen(element, 'text')
      );
    };
    return innermost(below(root, '*').filter(reads));
  }

  function queryAll(root: ParentNode, selector: string): Element[] {
    const [, kind = '', tilde = '', quoted = '""'] = /^(\w+) (~?)(.*)$/su.exec(selector) ?? [];
    const name = words(JSON.parse(quoted) as string);
    if (kind === 'clickable') {
      const controls = queryAll(root, 'control ' + tilde + quoted);
      return controls.length > 0 ? controls.map(tickedAt) : textsOf(root, name, tilde !== '');
    }
    const all = below(root, KINDS[kind] ?? kind).map((element) => ({
      element,
      fit: fit(element, kind, name, tilde !== ''),
    }));
    const seen = all.filter((one) => one.fit > 0 && isSeen(one.element, kind));
    const best = Math.min(...seen.map((one) => one.fit));
    return innermost(seen.filter((one) => one.fit === best).map((one) => one.element));
  }

  return { queryAll, query: (root: ParentNode, selector: string) => queryAll(root, selector)[0] ?? null };
}`,
  },
  named: {
    needs: ['naming'],
    imports: [],
    source: `/** The selector of a thing by its whole name. */
function named(kind: string, name: string): string {
  return \`named=\${kind} \${JSON.stringify(name)}\`;
}`,
  },
  like: {
    needs: ['naming'],
    imports: [],
    source: `/** The selector of a thing by a part of its name, in any case. */
function like(kind: string, part: string): string {
  return \`named=\${kind} ~\${JSON.stringify(part)}\`;
}`,
  },
} as const;
