import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, Runtime, type WorkflowBundle } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHistory, replayHistory } from '../../src/replay/replay-history.ts';
import { bundleWorkflows } from '../support/scripted-workers.ts';
import { historyFile, keptHistories } from './history-file.ts';
import { RECORDED_PATHS } from './recorded-paths.ts';
import { swapped, withPayloads } from './tampering.ts';

const names = Object.keys(RECORDED_PATHS);
let workflowBundle: WorkflowBundle;
let directory: string;

beforeAll(async () => {
  // The SDK warns of every departure, also of those that are wanted here.
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  workflowBundle = await bundleWorkflows();
  directory = await mkdtemp(join(tmpdir(), 'chimera-replay-'));
});
afterAll(() => rm(directory, { recursive: true }));

const outcomeOf = async (name: string, file = historyFile(name)) =>
  replayHistory(await readHistory(file), 'chimera-0123456789ab', { workflowBundle });

/** A file with this text. */
async function fileWith(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}

describe('the recorded histories', () => {
  it('are those of all paths', async () => {
    expect([...(await keptHistories())].sort()).toEqual([...names].sort());
  });

  it.each(names)('of “%s” replays on the current code', async (name) => {
    const { deterministic, problem, events } = await outcomeOf(name);
    expect(problem).toBeUndefined();
    expect(deterministic).toBe(true);
    expect(events).toBeGreaterThan(10);
  });

  it.each(names)('of “%s” names no host and no place of whoever recorded it', async (name) => {
    const texts = textsOf(JSON.parse(await readFile(historyFile(name), 'utf8')));
    const identities = texts.filter(({ key }) => key === 'identity').map(({ text }) => text);
    expect(new Set(identities)).toEqual(new Set(['chimera-client', 'chimera-worker']));
    expect(texts.filter(({ key, text }) => key === 'stackTrace' && text !== '')).toEqual([]);
    const places = texts.filter(({ text }) => /file:|(^|[\s"'(])(\/[\w.-]+){2,}|[A-Z]:\\\\/.test(text));
    expect(places).toEqual([]);
  });
});

describe('a replay', () => {
  it.each([
    ['generateTest', 'implementFeature'],
    ['reviewChange', 'deployToStaging'],
    ['validateOnStaging', 'closeTask'],
  ])('refuses a history in which %s and %s were swapped, and says where', async (one, other) => {
    const file = await fileWith(
      'swapped.json',
      swapped(await readFile(historyFile('success-on-a-host'), 'utf8'), one, other),
    );
    const outcome = await outcomeOf('swapped', file);
    expect(outcome.deterministic).toBe(false);
    expect(outcome.problem).toContain(one);
    expect(outcome.problem).toContain(other);
  });

  it('refuses a history with a step that the code does not know', async () => {
    const text = await readFile(historyFile('retry'), 'utf8');
    const file = await fileWith('unknown-step.json', text.replaceAll('"reviewChange"', '"measureChange"'));
    expect(await outcomeOf('unknown step', file)).toMatchObject({
      deterministic: false,
      problem: expect.stringContaining('measureChange') as string,
    });
  });

  it('refuses a history in which a phase answered for another', async () => {
    const text = withPayloads(await readFile(historyFile('success'), 'utf8'), (payload) =>
      payload.replace('{"result":{"phase":"GUARDIAN_REVIEW"', '{"result":{"phase":"STAGING_DEPLOYMENT"'),
    );
    expect(await outcomeOf('misplaced', await fileWith('misplaced.json', text))).toMatchObject({
      deterministic: false,
      problem: expect.stringContaining('The pipeline expects GUARDIAN_REVIEW') as string,
    });
  });
});

describe('a file', () => {
  it.each([
    ['text', 'no JSON at all'],
    ['another document', '{"name":"chimera"}'],
    ['null', 'null'],
    ['events of no kind', '{"events":[{"eventId":"1"}]}'],
    ['no events', '{"events":[]}'],
    ['a list that is none', '{"events":7}'],
  ])('with %s is refused by its name', async (_, text) => {
    const path = await fileWith('junk.json', text);
    await expect(readHistory(path)).rejects.toThrow(`${path} holds no workflow history`);
  });

  it('that is not there is refused by its name', async () => {
    await expect(readHistory(join(directory, 'none.json'))).rejects.toThrow('none.json');
  });
});

/** Every text of a document with its key; payloads as what they say. */
function textsOf(value: unknown, key = ''): { readonly key: string; readonly text: string }[] {
  if (typeof value === 'string')
    return [{ key, text: key === 'data' ? Buffer.from(value, 'base64').toString() : value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => textsOf(part, name));
}
