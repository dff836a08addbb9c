import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../config/env.ts';
import { fleetEnvironment, serviceEnvironment } from './service-environment.ts';

const DATABASE_URL = 'postgresql://chimera@localhost:5432/chimera';
const TEMPORAL_ADDRESS = 'localhost:7233';

describe('the environment of a process of its own', () => {
  it('names Temporal and the database', () => {
    const environment = serviceEnvironment(readEnvironment({ TEMPORAL_ADDRESS, DATABASE_URL }));
    expect(environment).toMatchObject({ temporalAddress: TEMPORAL_ADDRESS, databaseUrl: DATABASE_URL, port: 8080 });
  });

  it('is refused with every missing variable and an example of each', () => {
    expect(() => serviceEnvironment(readEnvironment({}))).toThrow(
      [
        'The environment has 2 problems:',
        '  TEMPORAL_ADDRESS: must be set: where Temporal is reached, such as localhost:7233',
        '  DATABASE_URL: must be set: the PostgreSQL that all processes share, such as postgresql://chimera:password@host:5432/chimera',
      ].join('\n'),
    );
  });

  it('is refused when only one of them is there', () => {
    expect(() => serviceEnvironment(readEnvironment({ TEMPORAL_ADDRESS }))).toThrow(/a problem:\n {2}DATABASE_URL/);
    expect(() => serviceEnvironment(readEnvironment({ DATABASE_URL }))).toThrow(/a problem:\n {2}TEMPORAL_ADDRESS/);
  });
});

describe('the environment of a worker that another process starts', () => {
  it('names Temporal and a browser, and needs no database', () => {
    const environment = fleetEnvironment(readEnvironment({ TEMPORAL_ADDRESS, CHIMERA_CHROMIUM: '/usr/bin/chromium' }));
    expect(environment).toMatchObject({ temporalAddress: TEMPORAL_ADDRESS, chromium: '/usr/bin/chromium' });
  });

  it('is refused when the parent did not see to it', () => {
    expect(() => fleetEnvironment(readEnvironment({}))).toThrow(
      /2 problems:\n {2}TEMPORAL_ADDRESS[^]*CHIMERA_CHROMIUM/,
    );
  });
});
