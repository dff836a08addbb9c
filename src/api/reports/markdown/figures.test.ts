import { describe, expect, it } from 'vitest';
import { dollars, durationOrNone, inTenths, momentInUtc, NONE, percent } from './figures.ts';
import { whole } from '../../../text/whole.ts';

describe('figures', () => {
  it('are shares in percent, never all but for all, nor nothing but for nothing', () => {
    expect([1, 0.99999, 0.123_45, 0.000_01, 0, null].map(percent)).toEqual([
      '100 %',
      '99.9 %',
      '12.3 %',
      '0.1 %',
      '0 %',
      NONE,
    ]);
  });

  it('are durations as people say them', () => {
    const said = [400, 38_000, 125_000, 3_720_000, 792_000_000, undefined].map(durationOrNone);
    expect(said).toEqual(['0.4 s', '38 s', '2 min 05 s', '1 h 02 min', '9 d 04 h', NONE]);
  });

  it('are numbers, dollars and moments', () => {
    expect([0, 999, 1_000, 1_234_567.8].map(whole)).toEqual(['0', '999', '1 000', '1 234 568']);
    expect([0, 0.004_21, 9.4, 1_200].map(dollars)).toEqual(['$0.00', '$0.0042', '$9.40', '$1200.00']);
    expect([7.5, 7.25, 30].map(inTenths)).toEqual(['7.5', '7.3', '30']);
    expect([momentInUtc('2026-03-01T12:00:59.000Z'), momentInUtc(null)]).toEqual(['2026-03-01 12:00', NONE]);
  });
});
