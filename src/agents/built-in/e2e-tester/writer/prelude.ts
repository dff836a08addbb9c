/** Functions that a written test brings along for what Playwright has no single locator for; each only where used. */
export type PreludeName = 'field' | 'fileField' | 'control' | 'clickable' | 'part' | 'selectOption' | 'chooseFiles';

interface PreludeFunction {
  readonly needs: readonly PreludeName[];
  readonly source: string;
}

const PRELUDE: Readonly<Record<PreludeName, PreludeFunction>> = {
  field: {
    needs: [],
    source: `/** A form field that is visible, by its label, its placeholder or its accessible name. */
function field(scope: Page | Locator, name: string, options: { exact?: boolean } = {}): Locator {
  const labelled = scope.getByLabel(name, options).or(scope.getByPlaceholder(name, options));
  const roles = ['textbox', 'searchbox', 'combobox', 'spinbutton', 'listbox'] as const;
  return roles
    .reduce(
      (found, role) => found.or(scope.getByRole(role, { name, ...options })),
      labelled.and(
        scope.locator(
          'input:not([type=button], [type=submit], [type=reset], [type=image], [type=file]), textarea, select, ' +
            '[contenteditable], [role=textbox], [role=searchbox], [role=combobox], [role=spinbutton], [role=listbox]',
        ),
      ),
    )
    .filter({ visible: true });
}`,
  },
  fileField: {
    needs: [],
    source: `/** A field for files by its label; pages often hide the field itself behind it. */
function fileField(scope: Page | Locator, name: string, options: { exact?: boolean } = {}): Locator {
  return scope.getByLabel(name, options).and(scope.locator('input[type=file]'));
}`,
  },
  control: {
    needs: ['field'],
    source: `/** Whatever can be operated under a name: a button, a link, a tab, a field. */
function control(scope: Page | Locator, name: string, options: { exact?: boolean } = {}): Locator {
  const roles = ['button', 'link', 'tab', 'menuitem', 'checkbox', 'radio', 'switch', 'slider'] as const;
  return roles.reduce(
    (found, role) => found.or(scope.getByRole(role, { name, ...options })),
    field(scope, name, options),
  );
}`,
  },
  clickable: {
    needs: ['control'],
    source: `/** What a click on a name means: the control of that name or, where there is none, the text itself. */
function clickable(scope: Page | Locator, name: string, options: { exact?: boolean } = {}): Locator {
  const root = 'goto' in scope ? scope.locator('body') : scope;
  const rootWithoutControl = root.filter({ hasNot: control(root.page(), name, options) });
  return control(root, name, options).or(rootWithoutControl.getByText(name, options).filter({ visible: true }));
}`,
  },
  part: {
    needs: [],
    source: `/** A part of the page by its accessible name, or by the heading it holds. */
function part(
  scope: Page | Locator,
  name: string,
  options: { exact?: boolean } = {},
  elements = 'section, article, aside, fieldset, [role=region], [role=group]',
): Locator {
  const page = 'goto' in scope ? scope : scope.page();
  const headed = (root: Page | Locator) =>
    root.locator(elements).filter({ has: page.getByRole('heading', { name, ...options }) });
  const labelled = scope.getByLabel(name, options).or(scope.getByRole('group', { name, ...options }));
  return labelled
    .and(scope.locator(elements))
    .or(headed(scope).filter({ hasNot: headed(page) }))
    .filter({ visible: true });
}`,
  },
  selectOption: {
    needs: [],
    source: String.raw`/** Selects an option of a native list, or of one that opens on a click; a whole name goes before a part of one. */
async function selectOption(list: Locator, name: string, options: { exact?: boolean } = {}): Promise<void> {
  const native = await list.evaluate((element) => element.nodeName === 'SELECT');
  if (!native) await list.click();
  const root = native ? list : list.page();
  const named = root.getByRole('option', { name, ...options });
  await named.first().waitFor({ state: 'attached' });
  const pattern = '^' + name.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&') + '$';
  const whole = root.getByRole('option', { name: new RegExp(pattern, 'i') });
  const option = !options.exact && (await whole.count()) > 0 ? whole : named;
  if (native) await list.selectOption({ index: await option.evaluate((element: HTMLOptionElement) => element.index) });
  else await option.click();
}`,
  },
  chooseFiles: {
    needs: [],
    source: `/** Answers the file dialog that a click on the button opens. */
async function chooseFiles(page: Page, button: Locator, files: string | string[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(files);
}`,
  },
};

/** The source of the functions a test uses, and of those that they use in turn, in a fixed order. */
export function preludeSource(used: ReadonlySet<PreludeName>): readonly string[] {
  const all = new Set<PreludeName>();
  const add = (name: PreludeName): void => {
    all.add(name);
    PRELUDE[name].needs.forEach(add);
  };
  used.forEach(add);
  return (Object.keys(PRELUDE) as PreludeName[]).filter((name) => all.has(name)).map((name) => PRELUDE[name].source);
}
