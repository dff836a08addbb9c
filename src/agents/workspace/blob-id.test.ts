import { expect, it } from 'vitest';
import { blobId } from './blob-id.ts';

it('names a content as git does, by either algorithm', () => {
  const content = Buffer.from('hello\n');
  expect(blobId(content, '0'.repeat(40))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  expect(blobId(content, '0'.repeat(64))).toBe('2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4');
  expect(blobId(Buffer.alloc(0), '0'.repeat(40))).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
});
