/** Functions of a written test that read and fill fields which no single call of Playwright reads or fills as a person does. */
export const FIELDS = {
  shown: {
    needs: [],
    imports: ['type Locator'],
    source: String.raw`/** Reads a field as a person does: what was entered, or the text of what is chosen. */
function shown(field: Locator): () => Promise<string> {
  return () =>
    field.evaluate((element: HTMLElement) => {
      const words = (text: string): string => text.replace(/\s+/gu, ' ').trim();
      if (element instanceof HTMLSelectElement)
        return [...element.selectedOptions].map((option) => words(option.text)).join(', ');
      if (element.getAttribute('role') === 'listbox') {
        return [...element.querySelectorAll<HTMLElement>('[aria-selected=true]')]
          .map((option) => words(option.innerText))
          .join(', ');
      }
      if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) {
        return element.isContentEditable ? element.innerText : words(element.innerText);
      }
      if (element.value !== '' || element.getAttribute('role') !== 'combobox') return element.value;
      // A list that is made of other elements shows its choice beside an input that stays empty.
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        if (around.querySelectorAll('input:not([type=hidden]), select, textarea, label').length > 1) return '';
        if (words(around.innerText) !== '') return words(around.innerText);
      }
      return '';
    });
}`,
  },
  isEmpty: {
    needs: ['shown'],
    imports: ['type Locator'],
    source: `/** Whether nothing is entered or chosen; the words by which a list asks for a choice are none. */
function isEmpty(field: Locator): () => Promise<boolean> {
  return async () =>
    (await shown(field)()) === '' ||
    (await field.evaluate((element) => element instanceof HTMLSelectElement && element.value === ''));
}`,
  },
  enter: {
    needs: ['choose', 'named'],
    imports: ['type Locator'],
    source: `/** Enters a text into a field, or chooses it in a list. */
async function enter(field: Locator, text: string): Promise<void> {
  const takesText = await field.evaluate(
    (element: HTMLElement) => element.isContentEditable || element.matches('input:not([readonly]), textarea'),
  );
  await (takesText ? field.fill(text) : choose(field, named('option', text)));
}`,
  },
  tick: {
    needs: [],
    imports: ['expect', 'type Locator'],
    source: `/** Ticks or unticks a box as a person does, who clicks its label where the page hides the box behind it. */
async function tick(box: Locator, on: boolean): Promise<void> {
  const label = await box.evaluateHandle((element: HTMLInputElement) => {
    element.scrollIntoView({ block: 'nearest' });
    const { x, y, width, height } = element.getBoundingClientRect();
    const hit = (element.getRootNode() as Document).elementFromPoint(x + width / 2, y + height / 2);
    return element.contains(hit) ? null : (element.labels?.[0] ?? null);
  });
  const clicked = label.asElement();
  if (clicked === null || (await box.isChecked()) === on) await box.setChecked(on);
  else await clicked.click({ position: { x: 3, y: 3 } });
  await expect(box).toBeChecked({ checked: on });
}`,
  },
  choose: {
    needs: [],
    imports: ['type Locator'],
    source: `/** Chooses an option of a native list, or of one that opens on a click. */
async function choose(list: Locator, option: string): Promise<void> {
  if (await list.evaluate((element) => element.nodeName === 'SELECT')) {
    const index = await list.locator(option).evaluate((element: HTMLOptionElement) => element.index);
    await list.selectOption({ index });
    return;
  }
  await list.click();
  const frame = await (await list.elementHandle())?.ownerFrame();
  await (frame ?? list.page()).locator(option).click();
}`,
  },
  chooseFiles: {
    needs: [],
    imports: ['type Locator', 'type Page'],
    source: `/** Answers the file dialog that a click on the button opens. */
async function chooseFiles(page: Page, button: Locator, files: string | string[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(files);
}`,
  },
} as const;
