import { describe, expect, it } from 'vitest';
import { attentionAt } from './attention.ts';

describe('attention', () => {
  it('begins with the first look', () => {
    expect(attentionAt(1_000, undefined, 3_000)).toEqual({ since: 1_000, at: 1_000 });
  });

  it('goes on while looks follow each other, and begins anew after a gap', () => {
    const first = attentionAt(1_000, undefined, 3_000);
    const second = attentionAt(4_000, first, 3_000);
    expect(second).toEqual({ since: 1_000, at: 4_000 });
    expect(attentionAt(7_001, second, 3_000)).toEqual({ since: 7_001, at: 7_001 });
  });
});
