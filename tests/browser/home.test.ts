import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { apiFixture } from '../support/api/api-fixture.ts';
import { launchChromium } from '../support/browser.ts';

/** Where pictures of the page go, for whoever wants to look at them; none are taken without it. */
const PICTURES = process.env['CHIMERA_TEST_PICTURES'];

/** What a reader sees: the colour behind the text, px that stand out to the right, and the size of the smallest text. */
interface Looks {
  readonly ground: string;
  readonly over: number;
  readonly smallest: number;
}

/** Runs in the page. */
const LOOKS = `({
  ground: getComputedStyle(document.body).backgroundColor,
  over: document.documentElement.scrollWidth - innerWidth,
  smallest: Math.min(...Array.from(document.querySelectorAll('p, a, dt, dd, code, span'), (element) =>
    parseFloat(getComputedStyle(element).fontSize))),
})`;

it('the page at the root can be read in dark and light, on a telephone and on a desk, under its policy', async () => {
  const { app, close } = await apiFixture();
  onTestFinished(close);
  await app.listen(0, '127.0.0.1');
  const browser = await launchChromium();
  const grounds = new Set<string>();
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280]) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(await app.getUrl());
      await page.getByRole('heading', { name: 'Chimera' }).waitFor();
      if (PICTURES !== undefined) {
        await page.screenshot({ path: join(PICTURES, `home-${colorScheme}-${width}.png`), fullPage: true });
      }
      const { ground, over, smallest } = await page.evaluate<Looks>(LOOKS);
      grounds.add(ground);
      expect(over).toBeLessThanOrEqual(0);
      expect(smallest).toBeGreaterThanOrEqual(14);
      expect(complaints).toEqual([]);
      await page.getByRole('link', { name: 'The API' }).click();
      await page.getByText('Submit a feature', { exact: true }).waitFor();
      await page.close();
    }
  }
  expect(grounds.size).toBe(2);
});
