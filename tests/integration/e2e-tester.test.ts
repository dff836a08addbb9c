import { access, readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../src/agents/built-in/e2e-tester/runner/progress.ts';
import type { ScenarioRun, TestRun } from '../../src/agents/built-in/e2e-tester/runner/test-run.ts';
import type { Scenario } from '../../src/feature/step.ts';
import { Bench } from './e2e-tester.bench.ts';
import {
  click,
  does,
  expects,
  feature,
  loose,
  notSee,
  open,
  quoted,
  scenario,
  see,
  target,
} from './e2e-tester.steps.ts';

const bench = new Bench();

const outcomes = ({ scenarios }: TestRun): Record<string, ScenarioRun['status']> =>
  Object.fromEntries(scenarios.map(({ name, status }) => [name, status]));

/** Runs scenarios together, since each run starts a browser; the name of each tells how it has to end. */
async function expectOutcomes(
  expected: Readonly<Record<string, ScenarioRun['status']>>,
  ...scenarios: Scenario[]
): Promise<TestRun> {
  const ended = await bench.runFeature(feature('Facts', ...scenarios));
  expect(ended.fault).toBeUndefined();
  expect(outcomes(ended), ended.scenarios.map(({ error }) => error?.message ?? '').join('\n')).toEqual(expected);
  return ended;
}

const told = (said: string) => see(target('text', quoted(said)));

describe('what a written test does in a real browser', () => {
  it('sees what is there and says which sentence failed where it is not', async () => {
    const progress: ProgressEvent[] = [];
    const ended = await bench.runFeature(
      feature(
        'Welcome "you"',
        scenario('is welcomed', open('https://shop.example/'), see(target('heading', quoted('Welcome')))),
        scenario(
          'finds a cart',
          open('/'),
          see(target('heading', loose('welcome'))),
          see(target('button', quoted('Cart'))),
        ),
      ),
      { ...bench.encoder, onProgress: (event) => progress.push(event) },
    );
    expect(ended.status).toBe('failed');
    expect(outcomes(ended)).toEqual({ 'is welcomed': 'passed', 'finds a cart': 'failed' });
    const error = ended.scenarios[1]?.error;
    expect(error?.sentence).toBe('I see Cart');
    expect(error?.message).toContain('button "Cart"');
    expect(error?.message).not.toContain('\u001b');
    expect(error?.line).toBeGreaterThan(0);
    expect(progress.map(({ kind }) => kind)).toEqual([
      'scenario-started',
      'sentence',
      'sentence',
      'scenario-ended',
      'scenario-started',
      'sentence',
      'sentence',
      'sentence',
      'scenario-ended',
    ]);
    expect(progress.at(-1)).toMatchObject({ passed: false, done: 2, total: 2 });
    const kept = [ended.report ?? '', ended.log, ...ended.screenshots, ...ended.traces, ...ended.videos];
    await Promise.all(kept.map((file) => access(file)));
    expect(ended.screenshots).toHaveLength(2);
    expect(ended.traces).toHaveLength(2);
    expect(ended.videos).toHaveLength(bench.encoder.ffmpeg ? 2 : 0);
    expect(await readdir(bench.workspace)).toEqual(['tests']);
  });

  it('finds things in the part of the page that the sentence names', async () => {
    const remove = (name: string, exact: boolean) =>
      click(target('button', quoted('Remove'), { within: target('row', { value: name, exact }) }));
    const said = (text: string) => see(target('alert', quoted(text)));
    const ended = await expectOutcomes(
      {
        row: 'passed',
        umlaut: 'passed',
        section: 'passed',
        item: 'passed',
        any: 'passed',
        ambiguous: 'failed',
        'loose row': 'failed',
        nth: 'passed',
        count: 'passed',
      },
      scenario('row', open('/people'), remove('Anna', true), said('Removed Anna')),
      scenario('umlaut', open('/people'), remove('Jörg', true), said('Removed Jörg')),
      scenario(
        'section',
        open('/people'),
        click(target('button', loose('save'), { within: target('region', quoted('Profile')) })),
        said('Profile saved'),
      ),
      scenario(
        'item',
        open('/people'),
        click(target('any', quoted('Open'), { within: target('item', loose('chair')) })),
        expects('The URL ends with item=chair', { kind: 'url', comparison: 'ends-with', value: 'item=chair' }),
        expects('The URL is /?item=chair', {
          kind: 'url',
          comparison: 'is',
          value: 'https://shop.example/?item=chair',
        }),
      ),
      scenario(
        'any',
        open('/people'),
        click(target('any', quoted('Save'), { within: target('any', loose('Billing')) })),
        said('Billing saved'),
      ),
      scenario('ambiguous', open('/people'), click(target('any', quoted('Save'))), said('Billing saved')),
      scenario('loose row', open('/people'), remove('anna', false), said('Removed Anna')),
      scenario(
        'nth',
        open('/people'),
        click(target('button', quoted('Remove'), { position: -1 })),
        said('Removed Jörg'),
        click(target('button', loose('Remove'), { within: target('row', undefined, { position: 2 }) })),
        said('Removed Annabel'),
      ),
      scenario(
        'count',
        open('/people'),
        expects('I see 3 rows', { kind: 'count', target: target('row'), comparison: 'exactly', count: 3 }),
        expects('I see at least 2 items', { kind: 'count', target: target('item'), comparison: 'at-least', count: 2 }),
        expects('I see at most 2 buttons Save', {
          kind: 'count',
          target: target('button', quoted('Save')),
          comparison: 'at-most',
          count: 2,
        }),
        expects('The title ends with Shop', { kind: 'title', comparison: 'ends-with', text: quoted('Shop') }),
        expects('The title is people - shop', { kind: 'title', comparison: 'is', text: loose('people - shop') }),
      ),
    );
    const ambiguous = ended.scenarios.find(({ name }) => name === 'ambiguous')?.error;
    expect(ambiguous?.message).toContain('strict mode violation');
    expect(ambiguous?.message).toContain(
      '1) button "Save" in section "Billing"\n  2) button "Save" in section "Profile"',
    );
    expect(ambiguous?.sentence).toBe('I click it');
  });

  it('fills forms as a user does', async () => {
    await bench.put('picture.png', 'not really a picture');
    const fill = (name: string, value: string) =>
      does(`I enter ${value}`, { kind: 'fill', target: target('field', loose(name)), value });
    const field = (name: string) => target('field', quoted(name));
    await expectOutcomes(
      { form: 'passed', press: 'passed', states: 'passed', combobox: 'passed', card: 'passed' },
      scenario(
        'form',
        open('/sign-up'),
        fill('email', 'anna@example.com'),
        fill('Password', ' Secret123 '),
        fill('Nickname', 'Ännchen `${1}` \'"\\'),
        fill('About', 'two\nlines'),
        does('I select large', { kind: 'select', target: target('field', quoted('Size')), option: loose('large') }),
        does('I check Newsletter', { kind: 'check', target: target('any', loose('newsletter')) }),
        does('I uncheck Terms', { kind: 'uncheck', target: target('checkbox', quoted('Terms')) }),
        does('I choose a picture', {
          kind: 'choose-file',
          target: target('field', loose('Picture')),
          files: ['picture.png'],
        }),
        expects('Password is kept', {
          kind: 'value',
          target: field('Password'),
          comparison: 'is',
          value: ' Secret123 ',
        }),
        click(target('button', quoted('Sign up'))),
        see(
          target(
            'text',
            quoted(
              'anna@example.com |  Secret123  | Ännchen `${1}` \'"\\ | Large | "two\\nlines" | true | false | picture.png',
            ),
          ),
        ),
        does('I clear Nickname', { kind: 'clear', target: target('any', quoted('Nickname')) }),
        expects('Nickname is empty', { kind: 'state', target: target('any', quoted('Nickname')), state: 'empty' }),
      ),
      scenario(
        'press',
        open('/sign-up'),
        fill('Search', 'lamp'),
        does('I press Enter in Search', { kind: 'press', key: 'Enter', target: target('any', loose('search')) }),
        expects('Search has the focus', { kind: 'state', target: target('any', loose('search')), state: 'focused' }),
        told('Searched lamp'),
        does('I press Enter', { kind: 'press', key: 'Enter' }),
      ),
      scenario(
        'states',
        open('/sign-up'),
        expects('it is disabled', { kind: 'state', target: target('any', loose('delete account')), state: 'disabled' }),
        expects('it is enabled', { kind: 'state', target: target('button', quoted('Sign up')), state: 'enabled' }),
        expects('it is checked', { kind: 'state', target: target('any', quoted('Terms')), state: 'checked' }),
        expects('it is unchecked', {
          kind: 'state',
          target: target('checkbox', quoted('Newsletter')),
          state: 'unchecked',
        }),
        expects('it is hidden', { kind: 'state', target: target('any', quoted('Secret message')), state: 'hidden' }),
        expects('Size begins with Extra', {
          kind: 'value',
          target: field('Size'),
          comparison: 'starts-with',
          value: 'Extra',
        }),
        expects('it contains', {
          kind: 'text',
          target: target('heading'),
          comparison: 'starts-with',
          text: quoted('Sign'),
        }),
        see(target('option', quoted('Small'))),
        notSee(target('option', quoted('Medium'))),
      ),
      scenario(
        'combobox',
        open('/sign-up'),
        does('I select Red', { kind: 'select', target: target('field', quoted('Colour')), option: quoted('Red') }),
        told('Red chosen'),
      ),
      scenario('card', open('/sign-up'), click(target('any', quoted('Open card'))), told('Card opened')),
    );
  });

  it('sees only what is visible, and quoted text only in its own case', async () => {
    await expectOutcomes(
      {
        hidden: 'failed',
        'not seen': 'passed',
        'still seen': 'failed',
        case: 'failed',
        loose: 'passed',
        across: 'passed',
        'name in part': 'failed',
        'name in other case': 'failed',
      },
      scenario('hidden', open('/sign-up'), see(target('any', quoted('Secret message')))),
      scenario('not seen', open('/sign-up'), notSee(target('text', quoted('Secret message')))),
      scenario('still seen', open('/sign-up'), notSee(target('any', loose('sign up')))),
      scenario('case', open('/sign-up'), see(target('any', quoted('total: 3')))),
      scenario('loose', open('/sign-up'), see(target('any', loose('total: 3')))),
      scenario('across', open('/sign-up'), see(target('any', quoted('Total: 3')))),
      scenario('name in part', open('/sign-up'), see(target('button', quoted('Sign')))),
      scenario('name in other case', open('/sign-up'), see(target('button', quoted('sign up')))),
    );
  });
});
