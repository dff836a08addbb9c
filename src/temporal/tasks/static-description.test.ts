import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToBytes, describeTask, titleOf } from './static-description.ts';

const task = (feature: string) => ({ feature, project: 'shop', target_url: 'http://localhost:3000' });

describe('a title', () => {
  it.each([
    ['Feature: Pay by invoice\nScenario: x', 'Pay by invoice'],
    ['# language: de\nFunktionalität: Zahlen', 'Zahlen'],
    ['\n\n  Open   the\tcart.  \nI see "x"', 'Open the cart.'],
    ['# only a remark', '# only a remark'],
    ['Feature:', 'Feature:'],
    ['', ''],
  ])('of %j is %j', (feature, title) => {
    expect(titleOf(feature)).toBe(title);
  });

  it('is one line of at most 200 bytes, whatever the feature', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (feature) => {
        const title = titleOf(feature);
        expect(Buffer.byteLength(title)).toBeLessThanOrEqual(200);
        expect(title).not.toMatch(/[\r\n\u2028\u2029\p{Cc}]/u);
      }),
    );
  });
});

describe('a cut', () => {
  it('falls between characters and says that something is missing', () => {
    expect(cutToBytes('äöü', 6)).toBe('äöü');
    expect(cutToBytes('äöüß', 7)).toBe('äö…');
    expect(cutToBytes('👍👍👍', 8)).toBe('👍…');
  });
});

describe('the details', () => {
  it('have the feature as it stands, in a block that it cannot end', () => {
    const { details } = describeTask(task('see ```` and\n# this'));
    expect(details.split('\n')).toEqual([
      '**Project** shop · **Target** <http://localhost:3000>',
      '',
      '`````',
      'see ```` and',
      '# this',
      '`````',
    ]);
  });

  it('stay below 16 000 bytes', () => {
    expect(Buffer.byteLength(describeTask(task('ü'.repeat(40_000))).details)).toBeLessThan(16_000);
  });
});
