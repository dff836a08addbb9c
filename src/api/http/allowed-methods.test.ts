import { expect, it } from 'vitest';
import { methodsByPath } from './allowed-methods.ts';

it('a path answers to the methods of the route that says it most exactly', () => {
  const methodsOf = methodsByPath([
    { method: 'GET', url: '/api/dlq/:id' },
    { method: 'PATCH', url: '/api/dlq/:id' },
    { method: 'POST', url: '/api/dlq/requeue' },
    { method: 'POST', url: '/api/dlq/:id/requeue' },
    { method: 'GET', url: '/files/*' },
    { method: 'POST', url: '/files/:name' },
    { method: 'GET', url: '/a.b' },
  ]);
  expect(methodsOf('/api/dlq/x')).toEqual(['GET', 'PATCH']);
  expect(methodsOf('/api/dlq/requeue')).toEqual(['POST']);
  expect(methodsOf('/api/dlq/requeue/requeue')).toEqual(['POST']);
  expect(methodsOf('/files/a/b')).toEqual(['GET']);
  expect(methodsOf('/files/a')).toEqual(['POST']);
  expect(methodsOf('/a.b')).toEqual(['GET']);
  for (const path of ['/axb', '/api/dlq', '/api/dlq/', '/']) expect(methodsOf(path)).toEqual([]);
});
