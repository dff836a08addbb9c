import { expect, it } from 'vitest';
import { isPage } from './pages.ts';

it('a link from elsewhere leads to the documentation and to evidence, and to nothing that programs read', () => {
  const id = 'chimera-0123456789ab';
  const pages = ['/', '/api/docs', '/api/docs/', `/api/tasks/${id}/artifacts/E2E_VALIDATION-1/report.html`];
  const others = ['/api/tasks', `/api/tasks/${id}`, `/api/tasks/${id}/artifacts`, `/api/tasks/${id}/artifacts/`];
  const more = ['/api/docs-json', '/metrics', '/health', '/api/pool', '/api/docs/x', ''];
  expect(pages.filter(isPage)).toEqual(pages);
  expect([...others, ...more].filter(isPage)).toEqual([]);
});
