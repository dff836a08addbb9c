import { describe, expect, it } from 'vitest';
import { listsHost, OWN_HOSTS, parseHostList } from './allowed-hosts.ts';

describe('a list of hosts', () => {
  it('is read, apart by commas and blanks', () => {
    expect(parseHostList(' chimera.example, [FD00::1]:8080 api,')).toEqual({
      ok: true,
      hosts: [{ name: 'chimera.example' }, { name: '[fd00::1]', port: 8080 }, { name: 'api' }],
    });
    expect(parseHostList('')).toEqual({ ok: true, hosts: [] });
  });

  it.each([
    ['*', 'wildcard'],
    ['a, *.example', 'wildcard'],
    ['.example', 'wildcard'],
    ['https://a.example', 'not URLs'],
    ['a.example/', 'not URLs'],
    ['a.example:port', 'with a port or without'],
    ['a.example:99999', 'with a port or without'],
  ])('is refused as %s', (text, complaint) => {
    expect(parseHostList(text)).toMatchObject({ ok: false, message: expect.stringContaining(complaint) as string });
  });

  it('has a host with any port, or with the one that it names', () => {
    expect(listsHost(OWN_HOSTS, { name: 'localhost', port: 1 })).toBe(true);
    expect(listsHost(OWN_HOSTS, { name: 'localhost.evil.example' })).toBe(false);
    const own = [{ name: 'a', port: 8443 }];
    expect(listsHost(own, { name: 'a', port: 8443 })).toBe(true);
    expect(listsHost(own, { name: 'a', port: 8444 })).toBe(false);
    expect(listsHost(own, { name: 'a' })).toBe(false);
    expect(listsHost([{ name: 'a', port: 443 }], { name: 'a' })).toBe(true);
  });
});
