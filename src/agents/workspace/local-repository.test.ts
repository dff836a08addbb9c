import { expect, it } from 'vitest';
import { localRepository } from './local-repository.ts';

it.each([
  ['/srv/shop.git', '/srv/shop.git'],
  ['file:///srv/a%20shop.git', '/srv/a shop.git'],
  ['https://git.example/shop.git', undefined],
  ['git@git.example:shop.git', undefined],
])('the repository %s lies on this host at %s', (repository, path) => {
  expect(localRepository(repository)).toBe(path);
});
