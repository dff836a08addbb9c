import { expect, it } from 'vitest';
import { usdText } from './usd-text.ts';

it.each([
  [0, '$0.00'],
  [0.01234, '$0.0123'],
  [1, '$1.00'],
  [12.345, '$12.35'],
])('%d USD is shown as %s', (usd, text) => {
  expect(usdText(usd)).toBe(text);
});
