import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostNameOf, parseHost } from './host.ts';

describe('a host', () => {
  it.each([
    ['127.0.0.1:8080', { name: '127.0.0.1', port: 8080 }],
    ['LocalHost', { name: 'localhost' }],
    ['[::1]:80', { name: '[::1]', port: 80 }],
    ['[0:0:0:0:0:0:0:1]', { name: '[::1]' }],
    ['my_host-1.example:65535', { name: 'my_host-1.example', port: 65_535 }],
  ])('is read from %s', (text, host) => {
    expect(parseHost(text)).toEqual(host);
  });

  it.each([
    '',
    ' ',
    '*',
    '*.example',
    '.example',
    'a..b',
    '-a',
    'a b',
    'a,b',
    'a/b',
    'http://a',
    'me@127.0.0.1',
    '127.0.0.1@evil.example',
    'a:',
    'a:0',
    'a:65536',
    'a:123456',
    'a:b',
    '::1',
    '[::1',
    '[::g]',
    '[1.2.3.4]',
    'é.example',
    'a'.repeat(256),
  ])('is none in %j', (text) => {
    expect(parseHost(text)).toBeUndefined();
  });

  it('is the same however it is read again', () => {
    fc.assert(
      fc.property(fc.domain(), fc.option(fc.integer({ min: 1, max: 65_535 })), (name, port) => {
        const host = parseHost(port === null ? name.toUpperCase() : `${name}:${port}`);
        expect(host).toEqual({ name, ...(port === null ? {} : { port }) });
      }),
    );
  });

  it('has the name of the address at which a socket listens', () => {
    expect(['10.0.0.7', '::1', '::ffff:10.0.0.7', 'fe80::1%eth0', 'nonsense:'].map(hostNameOf)).toEqual([
      '10.0.0.7',
      '[::1]',
      '10.0.0.7',
      '[fe80::1]',
      '[nonsense:]',
    ]);
  });
});
