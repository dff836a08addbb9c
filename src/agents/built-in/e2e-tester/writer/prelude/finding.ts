/** Functions of a written test that look for things on the page, in its frames, and tell how many there are. */
export const FINDING = {
  find: {
    needs: ['lookFor', 'onlyOne'],
    imports: ['expect', 'test', 'type Frame', 'type Locator', 'type Page'],
    source: `/** A thing that something is done with. Waits for it as long as for an action. */
async function find(page: Page, thing: (at: Page | Frame) => Locator): Promise<Locator> {
  let found: Locator[] = [];
  await expect(async () => {
    found = await lookFor(page, thing);
    if (found.length === 0) throw new Error(\`There is no \${thing(page)}.\`);
  }).toPass({ timeout: test.info().project.use.actionTimeout || 10_000, intervals: [50, 100, 250] });
  return onlyOne(thing(page), found);
}`,
  },
  findExpected: {
    needs: ['lookFor', 'onlyOne'],
    imports: ['expect', 'type Frame', 'type Locator', 'type Page'],
    source: `/** A thing that is expected to be there. Waits for it as long as for an expectation. */
async function findExpected(page: Page, thing: (at: Page | Frame) => Locator): Promise<Locator> {
  let found: Locator[] = [];
  const isThere = async (): Promise<boolean> => (found = await lookFor(page, thing)).length > 0;
  await expect
    .poll(isThere, { intervals: [50, 100, 250] })
    .toBe(true)
    .catch((error: unknown) => {
      const isMissing = error instanceof Error && 'matcherResult' in error;
      throw isMissing ? new Error(\`There is no \${thing(page)}.\`) : error;
    });
  return onlyOne(thing(page), found);
}`,
  },
  lookFor: {
    needs: [],
    imports: ['type Frame', 'type Locator', 'type Page'],
    source: `/** Where there is such a thing now: on the page or, where the page itself has none, in frames of it. */
async function lookFor(page: Page, thing: (at: Page | Frame) => Locator): Promise<Locator[]> {
  if ((await thing(page).count()) > 0) return [thing(page)];
  const inside = page
    .frames()
    .slice(1)
    .map((frame) => thing(frame));
  const counts = await Promise.all(inside.map((place) => place.count()));
  return inside.filter((_, at) => (counts[at] ?? 0) > 0);
}`,
  },
  onlyOne: {
    needs: ['describeAll'],
    imports: ['type Locator'],
    source: `/** What was found, when it is one thing; several are told with what each is, its name and where. */
async function onlyOne(wanted: Locator, found: readonly Locator[]): Promise<Locator> {
  const all = await describeAll(found);
  if (all.length > 1)
    throw new Error(\`strict mode violation: \${wanted} fits \${all.length} things:\\n\${all.join('\\n')}\`);
  return found[0] ?? wanted;
}`,
  },
  describeAll: {
    needs: [],
    imports: ['type Locator'],
    source: String.raw`/** Where there are several things: what each is, its name, and the part of the page it is in. */
async function describeAll(found: readonly Locator[]): Promise<string[]> {
  const things = (await Promise.all(found.map((locator) => locator.all()))).flat();
  if (things.length < 2) return things.map(String);
  const lines = things.map(async (thing, at) => {
    const [what = ''] = (await thing.ariaSnapshot()).split('\n');
    const where = await thing.evaluate((element) => {
      const words = (text: string | null | undefined): string => (text ?? '').replace(/\s+/gu, ' ').trim().slice(0, 60);
      for (let part = element.parentElement; part !== null; part = part.parentElement) {
        const name = part.matches('tr, li')
          ? part.textContent
          : (part.getAttribute('aria-label') ?? part.querySelector('legend, h1, h2, h3, h4, h5, h6')?.textContent);
        const named =
          part.matches('tr, li, form, section, article, aside, nav, main, fieldset, dialog, [role]') &&
          words(name) !== '';
        if (named)
          return ' in ' + (part.getAttribute('role') ?? part.nodeName.toLowerCase()) + ' "' + words(name) + '"';
      }
      return element.ownerDocument.defaultView === window.top ? '' : ' in a frame';
    });
    return '  ' + (at + 1) + ') ' + what.replace(/^- |:$/gu, '') + where;
  });
  return Promise.all(lines);
}`,
  },
  howMany: {
    needs: [],
    imports: ['type Frame', 'type Locator', 'type Page'],
    source: `/** How many there are of a thing on the page or, where the page itself has none, in its frames. */
async function howMany(page: Page, thing: (at: Page | Frame) => Locator): Promise<number> {
  const count = (frame: Frame): Promise<number> =>
    thing(frame)
      .count()
      .catch((error: unknown) => {
        if (frame.isDetached()) return 0;
        throw error;
      });
  const outside = await thing(page).count();
  if (outside > 0) return outside;
  const inside = await Promise.all(page.frames().slice(1).map(count));
  return inside.reduce((sum, one) => sum + one, 0);
}`,
  },
  textIn: {
    needs: [],
    imports: ['type Locator'],
    source: `/** A text in a part of the page, or one that is all of it. */
function textIn(part: Locator, text: string | RegExp): Locator {
  return part.getByText(text).or(part.and(part.locator('xpath=..').getByText(text)));
}`,
  },
  expectNone: {
    needs: ['howMany', 'expectWorking'],
    imports: ['expect', 'type Frame', 'type Locator', 'type Page'],
    source: `/** Holds once a thing is nowhere on a page that works. */
async function expectNone(page: Page, thing: (at: Page | Frame) => Locator): Promise<void> {
  await expect.poll(() => howMany(page, thing), \`how many there are of \${thing(page)}\`).toBe(0);
  await expectWorking(page);
}`,
  },
} as const;
