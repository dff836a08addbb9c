import { expect, it, onTestFinished } from 'vitest';
import { findTool } from '../../src/toolchain/index.ts';
import { trySchemathesis } from '../support/schemathesis.ts';
import { startOperatedSite } from './operated.site.ts';

/** How long generated requests are sent: a short form in each check, as long as is wished by `npm run test:api`. */
const SECONDS = Number(process.env['CHIMERA_TEST_API_SECONDS'] ?? 45);
/** The same requests each time, unless another seed is named. */
const SEED = Number(process.env['CHIMERA_TEST_API_SEED'] ?? 7);
const tool = await findTool('schemathesis');

it.skipIf(tool === undefined)(
  'the API does what its document says, whatever it is sent, and never fails',
  async () => {
    const site = await startOperatedSite();
    onTestFinished(site.stop);
    const { exitCode, output } = await trySchemathesis({
      program: tool?.path ?? '',
      url: site.url,
      seed: SEED,
      seconds: SECONDS,
      ids: site.ids,
    });
    const summary = output.slice(output.indexOf('= SUMMARY ='));
    process.stdout.write(
      `Schemathesis ${tool?.version ?? ''}, seed ${SEED} (CHIMERA_TEST_API_SEED), ${SECONDS} s:\n${summary}\n`,
    );
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/\bTested: (\d+)\b/);
    expect(site.log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
    expect((await site.ask('GET', '/health')).status).toBe(200);
  },
  SECONDS * 1_000 + 300_000,
);
