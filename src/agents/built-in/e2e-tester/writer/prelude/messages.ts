/** Functions of a written test that tell messages from what merely has the same words, as a label or a button has. */
export const MESSAGES = {
  message: {
    needs: [],
    imports: ['type Frame', 'type Locator', 'type Page'],
    source: `/** Of texts those that tell something, rather than naming a field or something to click. */
function message(at: Page | Frame, texts: Locator): Locator {
  const telling = ':is([role=alert], [role=status], [role=alertdialog], [aria-live])';
  const naming = \`:is(label:not(.error, [id*=error]), legend, option, th, :is(button, a, [role=button], [role=tab]):not(\${telling} *))\`;
  return texts.and(at.locator(\`:not(\${naming}, \${naming} *)\`)).filter({ visible: true });
}`,
  },
  errors: {
    needs: [],
    imports: [],
    source: String.raw`/** The errors that are told for a field: what it refers to, what stands with it and looks like one, what alerts say of it, and what the browser itself says. */
function errors() {
  const ERROR = '[class*=error i], [class*=invalid i], [class*=danger i], [id*=error i]';
  const ALERT = '[role=alert], [aria-live=assertive]';
  const FIELD = 'input:not([type=hidden]), select, textarea';
  const words = (text: string | null | undefined): string => (text ?? '').replace(/\s+/gu, ' ').trim();

  function queryAll(field: Element, selector: string): Element[] {
    const [, tilde = '', quoted = '""'] = /^(~?)(.*)$/su.exec(selector) ?? [];
    const wanted = JSON.parse(quoted) as string;
    const says = (text: string): boolean =>
      tilde === '' ? text.includes(wanted) : text.toLowerCase().includes(wanted.toLowerCase());
    const root = field.getRootNode() as Document;
    const referred = (name: string): Element[] =>
      words(field.getAttribute(name))
        .split(' ')
        .flatMap((id) => (id === '' ? [] : (root.getElementById(id) ?? [])));
    const invalid = field.getAttribute('aria-invalid') === 'true';
    const looks = (element: Element): boolean =>
      element.matches(ERROR) || (invalid && element.matches(ALERT + ', [aria-live]'));
    const described = referred('aria-describedby');
    const isTold = (element: Element): boolean =>
      [element, ...element.querySelectorAll('*')].some((part) => looks(part) || part.matches(ALERT)) ||
      (invalid && described.length === 1);
    let group = field.parentElement;
    while (group?.parentElement?.querySelectorAll(FIELD).length === 1 && !group.matches('form, body'))
      group = group.parentElement;
    const before = group?.previousElementSibling;
    const beside = [group, before?.querySelector(FIELD) === null ? before : null].flatMap((part) =>
      part ? [part, ...part.querySelectorAll('*')] : [],
    );
    const names = [...((field as HTMLInputElement).labels ?? []), ...referred('aria-labelledby')].map((label) =>
      words(label.textContent),
    );
    const name = words([...names, field.getAttribute('aria-label')].find((text) => text))
      .replace(/[\s*:]+$|\s*\(.*\)$/gu, '')
      .toLowerCase();
    const alerts = [...root.querySelectorAll(ALERT)].filter(
      (alert) => name !== '' && words(alert.textContent).toLowerCase().includes(name),
    );
    const isMessage = (element: Element): boolean => {
      const label = element.closest('label, legend');
      const ofField =
        element.contains(field) ||
        element.querySelector('label, legend') !== null ||
        (label !== null && !element.matches('label.error, label[id*=error]'));
      return (
        !ofField &&
        element.checkVisibility({ visibilityProperty: true }) &&
        /\p{L}/u.test(element.textContent ?? '') &&
        says(words(element.textContent))
      );
    };
    const found = [
      ...referred('aria-errormessage'),
      ...described.filter(isTold),
      ...beside.filter(looks),
      ...alerts,
    ].filter(isMessage);
    const native = field.matches(':user-invalid') && says((field as HTMLInputElement).validationMessage) ? [field] : [];
    return [...new Set([...found, ...native])];
  }

  return { queryAll, query: (root: Element, selector: string) => queryAll(root, selector)[0] ?? null };
}`,
  },
} as const;
