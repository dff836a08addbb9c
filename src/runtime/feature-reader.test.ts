import { afterEach, describe, expect, it, vi } from 'vitest';
import { apiFixture, project } from '../../tests/support/api/api-fixture.ts';
import { memoryLog } from '../../tests/support/memory-log.ts';
import { STANDARD_RETRY_POLICY } from '../domain/retry-policy.ts';
import { createFeatureReader, type FeatureReader } from './feature-reader.ts';

vi.setConfig({ testTimeout: 60_000 });

/** With the expression that a line of dots holds up for days. */
const SLOW = new URL('../../tests/support/threads/slow-reader.ts', import.meta.url).href;
const DOTS = `I see the line Total${'.'.repeat(80)}42`;
const TOO_SLOW = 'this text takes longer than 1 s to read: make several tasks of it, with shorter sentences';

const kept = memoryLog();
let reader: FeatureReader | undefined;
afterEach(() => reader?.close());

function open(module?: string): FeatureReader {
  reader = createFeatureReader({ log: kept.log, ...(module === undefined ? {} : { module }) });
  return reader;
}

describe('reading features on threads', () => {
  it('comes to the same as reading them here', async () => {
    const { readFeature } = open();
    expect(await readFeature('Open /. I see "A".')).toMatchObject({
      ok: true,
      feature: { form: 'english', scenarios: [{ name: 'I see "A"', steps: [{ line: 1 }, { line: 1 }] }] },
    });
    expect(await readFeature('make it nice')).toMatchObject({ ok: false, refusals: [{ sentence: 'make it nice' }] });
    expect(await readFeature(DOTS)).toMatchObject({ ok: false, refusals: [{ sentence: DOTS }] });
  });

  it('refuses a text that takes too long as a whole, and goes on', async () => {
    const { readFeature } = open(SLOW);
    const refusal = { sentence: '', line: 1, part: '', reason: TOO_SLOW, nearest: '' };
    expect(await readFeature(DOTS)).toEqual({ ok: false, refusals: [refusal] });
    expect(await readFeature('a.')).toMatchObject({ ok: false, refusals: [{ reason: 'it was read' }] });
    expect(kept.lines().at(-1)).toMatchObject({
      level: 'warn',
      message: 'A feature was not read to its end, and is refused',
      context: { characters: DOTS.length },
    });
  });

  it('refuses a text that takes too much memory', async () => {
    const reading = await open(SLOW).readFeature('memory');
    expect(reading).toMatchObject({
      ok: false,
      refusals: [{ reason: expect.stringContaining('more memory') as string }],
    });
  });

  it('hands on a fault of the reader, which is nobody else’s', async () => {
    await expect(open(SLOW).readFeature('fault')).rejects.toThrow('x is not a function');
  });
});

describe('a feature that takes too long', () => {
  it('is refused at its submission with the field, and nothing is started', async () => {
    const projects = [project({ target_url: 'http://localhost:3000' })];
    const { readFeature } = open(SLOW);
    const api = await apiFixture({ rules: { projects, retry: STANDARD_RETRY_POLICY, readFeature } });
    const answer = await api.app.inject({ method: 'POST', url: '/api/tasks', payload: { feature: DOTS } });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      detail: `feature: ${TOO_SLOW}`,
      errors: [{ field: 'feature', message: TOO_SLOW, line: 1 }],
    });
    expect(api.gateway.calls).toEqual([]);
    await api.close();
  });
});
