/** Functions of a written test that look at what the server answers. */
export const OPENING = {
  opened: {
    needs: [],
    imports: ['type Response'],
    source: `/** Waits for a page that is opened. It has to answer well: what an error page shows, or does not show, proves nothing. */
async function opened(navigation: Promise<Response | null>): Promise<void> {
  const response = await navigation;
  if (response !== null && response.status() >= 400) throw new Error(\`\${response.url()} answers \${response.status()}.\`);
}`,
  },
  answer: {
    needs: [],
    imports: ['type Page'],
    source: `/** The status that the page's server answered with, 200 for a page without one; NaN while another page is on its way. */
async function answer(page: Page): Promise<number> {
  const status = page.evaluate(
    () => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming)?.responseStatus,
  );
  return status.then((code) => code || 200).catch(() => Number.NaN);
}`,
  },
  expectWorking: {
    needs: ['answer'],
    imports: ['expect', 'type Page'],
    source: `/** A page over which the server broke down lacks everything, so that what it lacks proves nothing. */
async function expectWorking(page: Page): Promise<void> {
  await expect.poll(() => answer(page), \`what \${page.url()} answers\`).toBeLessThan(500);
}`,
  },
} as const;
