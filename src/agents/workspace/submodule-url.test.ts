import { expect, it } from 'vitest';
import { submoduleUrl } from './submodule-url.ts';

it.each([
  ['https://example.org/shop/site.git', 'https://other.example/lib.git', 'https://other.example/lib.git'],
  ['https://example.org/shop/site.git', '../lib.git', 'https://example.org/shop/lib.git'],
  ['https://example.org/shop/site.git/', '../../common/lib', 'https://example.org/common/lib'],
  ['https://example.org/shop/site.git', './lib.git', 'https://example.org/shop/site.git/lib.git'],
  ['git@example.org:shop/site.git', '../lib.git', 'git@example.org:shop/lib.git'],
  ['git@example.org:site.git', '../lib.git', 'git@example.org:lib.git'],
  ['/srv/git/site', '../lib', '/srv/git/lib'],
])('seen from %s, %s is at %s', (parent, url, place) => {
  expect(submoduleUrl(parent, url)).toBe(place);
});
