import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { it } from 'vitest';
import { startOperatedSite } from './operated.site.ts';
it('serves', async () => {
  const site = await startOperatedSite();
  writeFileSync('/tmp/st1/url', site.url);
  while (existsSync('/tmp/st1/url')) await delay(500);
  console.log(site.log.lines.filter((line) => line.startsWith('error')).slice(0, 20));
  await site.stop();
}, 3_000_000);
