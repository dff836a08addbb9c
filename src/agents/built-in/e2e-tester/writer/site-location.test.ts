import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../../../feature/step.ts';
import { siteLocation, urlExpectation } from './site-location.ts';

describe('a location', () => {
  it.each([
    ['/', 'https://shop.example', '/'],
    ['', 'https://shop.example', '/'],
    ['cart?a=1#top', 'https://shop.example/', '/cart?a=1#top'],
    ['https://shop.example', 'https://shop.example/', '/'],
    ['https://SHOP.example/cart?a=1#top', 'https://shop.example/', '/cart?a=1#top'],
    ['https://shop.example:8443/cart', 'https://shop.example/', 'https://shop.example:8443/cart'],
    ['https://shop.example.evil.example/', 'https://shop.example/', 'https://shop.example.evil.example/'],
    ['//elsewhere.example/x', 'https://shop.example/', '/elsewhere.example/x'],
    ['javascript:alert(1)', 'https://shop.example/', '/javascript:alert(1)'],
    ['file:///etc/passwd', 'https://shop.example/', '/file:///etc/passwd'],
    ['/cart', 'https://example.com/shop/', './cart'],
    ['/', 'https://example.com/shop', './'],
    ['https://example.com/shop', 'https://example.com/shop/', './'],
    ['https://example.com/shop/cart', 'https://example.com/shop', './cart'],
    ['https://example.com/shopping', 'https://example.com/shop', '/shopping'],
  ])('%j on %s is written %j', (location, target, written) => {
    expect(siteLocation(location, target)).toBe(written);
  });
});

describe('a comparison with the address', () => {
  const matches = (comparison: Comparison, value: string, target: string, address: string): boolean => {
    const [, pattern = '', flags] = /^\/(.*)\/(\w*)$/.exec(urlExpectation(comparison, value, target)) ?? [];
    return new RegExp(pattern, flags).test(address);
  };

  it('holds on any deployment of the site', () => {
    const staging = 'http://127.0.0.1:4000/cart?item=1';
    expect(matches('starts-with', '/cart', 'https://shop.example', staging)).toBe(true);
    expect(matches('starts-with', 'https://shop.example/cart', 'https://shop.example', staging)).toBe(true);
    expect(matches('starts-with', '/art', 'https://shop.example', staging)).toBe(false);
    expect(matches('contains', 'https://shop.example/cart', 'https://shop.example', staging)).toBe(true);
    expect(matches('ends-with', 'item=1', 'https://shop.example', staging)).toBe(true);
    expect(matches('ends-with', 'item=', 'https://shop.example', staging)).toBe(false);
  });

  it('takes the folder of the target for granted, and a deployment without it too', () => {
    expect(matches('starts-with', '/cart', 'https://example.com/shop', 'https://example.com/shop/cart/1')).toBe(true);
    expect(matches('starts-with', '/cart', 'https://example.com/shop', 'http://127.0.0.1:4000/cart/1')).toBe(true);
  });

  it('keeps the host of another site', () => {
    expect(matches('starts-with', 'https://pay.example/', 'https://shop.example', 'https://pay.example/x')).toBe(true);
    expect(matches('starts-with', 'https://pay.example/', 'https://shop.example', 'https://shop.example/')).toBe(false);
    expect(urlExpectation('is', 'https://pay.example/x', 'https://shop.example')).toBe("'https://pay.example/x'");
  });
});
