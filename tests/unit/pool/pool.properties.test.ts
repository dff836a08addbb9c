import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anything } from './pool-commands.ts';
import { emptyWorld } from './pool-model.ts';

const SEQUENCES = Number(process.env['PROPERTY_RUNS'] ?? 2_000);
const SEED = Number(process.env['PROPERTY_SEED'] ?? Date.now() % 2 ** 31);
const MS_PER_SEQUENCE = 30;

describe('a pool', () => {
  it(
    `holds its invariants through ${SEQUENCES} sequences of anything that can happen to it`,
    () => {
      process.stdout.write(`pool properties: ${SEQUENCES} sequences, seed ${SEED}\n`);
      const result = fc.check(
        fc.property(anything, (commands) => {
          fc.modelRun(emptyWorld, commands);
        }),
        { numRuns: SEQUENCES, seed: SEED },
      );
      const broken = result.errorInstance instanceof Error ? result.errorInstance.message : '';
      const repeat = `PROPERTY_SEED=${SEED} PROPERTY_RUNS=${SEQUENCES} npm run test:properties`;
      const report = `${broken}\nRepeat it by: ${repeat}\n${fc.defaultReportMessage(result) ?? ''}`;
      expect(result.failed, report).toBe(false);
      expect(result.numRuns).toBe(SEQUENCES);
    },
    60_000 + SEQUENCES * MS_PER_SEQUENCE,
  );
});
