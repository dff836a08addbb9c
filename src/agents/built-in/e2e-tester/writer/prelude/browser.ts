/** Functions of a written test for what belongs to the browser rather than the page: its dialogs and its tabs. */
export const BROWSER = {
  browserDialogs: {
    needs: ['find', 'howMany'],
    imports: ['expect', 'type Dialog', 'type Frame', 'type Locator', 'type Page'],
    source: `/** The browser's own dialogs: alert, confirm and prompt. Where the test answers them, each stays open until then, as for a person. */
function browserDialogs(page: Page, { answered }: { answered: boolean }) {
  type Thing = (at: Page | Frame) => Locator;
  const open: Dialog[] = [];
  const closed: string[] = [];
  let entered: string | undefined;
  let action: Promise<unknown> = Promise.resolve();
  let waiting: (() => void)[] = [];
  page.context().on('dialog', (dialog) => {
    if (answered) open.push(dialog);
    else closed.push(dialog.message());
    if (!answered) void dialog.dismiss();
    waiting.forEach((goOn) => goOn());
    waiting = [];
  });
  /** Waits for something, or for a dialog that holds it up. */
  const unlessOpened = async <T,>(something: Promise<T>): Promise<T | undefined> => {
    const opened = new Promise<undefined>((goOn) => waiting.push(() => goOn(undefined)));
    return open.length > 0 ? undefined : Promise.race([something, opened]);
  };
  const messages = (): string[] => [...open.map((dialog) => dialog.message()), ...closed];
  const saying = async (tab: Page, text: RegExp, onPage?: Thing): Promise<number> => {
    const native = messages().filter((message) => text.test(message)).length;
    return native > 0 || open.length > 0 || onPage === undefined
      ? native
      : ((await unlessOpened(howMany(tab, onPage))) ?? 0);
  };
  const isThere = async (tab: Page, onPage?: Thing): Promise<boolean> =>
    open.length > 0 || (onPage !== undefined && (await unlessOpened(howMany(tab, onPage))) !== 0);
  const answer = async (text: RegExp, how: (dialog: Dialog) => Promise<void>): Promise<void> => {
    await expect.poll(messages, 'what the browser asks').toContainEqual(expect.stringMatching(text));
    await how(open.shift() as Dialog);
    entered = undefined;
    await unlessOpened(action);
  };
  return {
    /** Does something over which a dialog may open. */
    async during(begun: Promise<unknown>): Promise<void> {
      closed.length = 0;
      action = begun;
      action.catch(() => undefined);
      await unlessOpened(action);
    },
    /** Enters a text into the prompt of the browser or, where none is open, into what the page has instead. */
    async enter(tab: Page, text: string, onPage?: Thing): Promise<void> {
      await expect.poll(() => isThere(tab, onPage), 'whether there is a prompt').toBe(true);
      if (open.length === 0 && onPage !== undefined) await (await find(tab, onPage)).fill(text);
      else expect(open[0]?.type(), 'what the browser shows').toBe('prompt');
      entered = text;
    },
    accept: (text: RegExp): Promise<void> => answer(text, (dialog) => dialog.accept(entered)),
    dismiss: (text: RegExp): Promise<void> => answer(text, (dialog) => dialog.dismiss()),
    /** Presses a button of a dialog of the browser or, where none is open, of what the page has instead. */
    async press(tab: Page, how: 'accept' | 'dismiss', onPage: Thing): Promise<void> {
      await expect
        .poll(() => isThere(tab, onPage), \`whether there is \${onPage(tab)}, or a dialog of the browser\`)
        .toBe(true);
      if (open.length > 0) await this[how](/(?:)/);
      else await this.during((await find(tab, onPage)).click());
    },
    /** Holds once a dialog of the browser, or what the page has instead, says something. */
    async expectSaid(tab: Page, text: RegExp, onPage?: Thing): Promise<void> {
      await expect.poll(() => saying(tab, text, onPage), \`how many alerts say \${text}\`).toBeGreaterThan(0);
    },
    async expectNotSaid(tab: Page, text: RegExp, onPage?: Thing): Promise<void> {
      await expect.poll(() => saying(tab, text, onPage), \`how many alerts say \${text}\`).toBe(0);
    },
  };
}`,
  },
  newTab: {
    needs: [],
    imports: ['expect', 'type Page'],
    source: `/** The tab that was opened last, once there is one besides the first. */
async function newTab(first: Page): Promise<Page> {
  const tabs = first.context();
  await expect.poll(() => tabs.pages().length, 'how many tabs are open').toBeGreaterThan(1);
  const tab = tabs.pages().at(-1) ?? first;
  await tab.waitForLoadState();
  return tab;
}`,
  },
} as const;
