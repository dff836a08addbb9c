import { expect, it, onTestFinished } from 'vitest';
import { apiFixture } from '../support/api/api-fixture.ts';
import { launchChromium } from '../support/browser.ts';

it('the API’s documentation can be read and tried in a browser, under its security policy', async () => {
  const { app, pools, close } = await apiFixture();
  pools.begin();
  onTestFinished(close);
  await app.listen(0, '127.0.0.1');
  const browser = await launchChromium();
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const outside: string[] = [];
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') outside.push(request.url());
  });

  await page.goto(`${await app.getUrl()}/api/docs`);
  await page.getByText('Submit a feature', { exact: true }).waitFor();
  await page.getByText('Is the system well?').click();
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByRole('button', { name: 'Execute' }).click();
  await page.locator('.live-responses-table').getByText('"tasks_running": 0').waitFor();

  // A write without a body: the page says by itself that it is none of others'.
  await page.getByText('Pause a pool').click();
  const pause = page.locator('.opblock', { hasText: 'Pause a pool' });
  await pause.getByRole('button', { name: 'Try it out' }).click();
  await pause.getByRole('button', { name: 'Execute' }).click();
  await pause.locator('.live-responses-table').getByText('"intake": "paused"').waitFor();

  expect(complaints).toEqual([]);
  expect(outside).toEqual([]);
});
