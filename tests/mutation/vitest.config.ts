import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Facts before properties: what a fact finds out at once need not wait for hundreds of cases. */
class FactsFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => Number(moduleId.includes('properties'));
    return Promise.resolve(files.toSorted((left, right) => rank(left) - rank(right)));
  }
}

/**
 * The unit tests that judge the mutants: each run with the same cases, so that it kills the same ones. Left out is what
 * measures speed, or simulates whole days, which would take hours over all mutants.
 */
export default defineConfig({
  test: {
    include: [
      'src/domain/{circuit-breaker,retry-policy,tries}*.test.ts',
      'src/domain/pool/*.test.ts',
      'tests/unit/pool/pool.properties.test.ts',
    ],
    exclude: ['src/domain/pool/pool-speed.test.ts'],
    setupFiles: ['tests/mutation/same-cases.ts'],
    env: { PROPERTY_RUNS: '50', PROPERTY_SEED: '1' },
    isolate: false,
    sequence: { sequencer: FactsFirst },
    testTimeout: 20_000,
  },
});
