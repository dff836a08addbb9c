import { expect, it } from 'vitest';
import { artifactLink, linksOf } from './links.ts';

const ID = 'chimera-0123456789ab';

it('a task has links to itself and to what belongs to it', () => {
  expect(linksOf(ID, undefined)).toEqual({
    self: `/api/tasks/${ID}`,
    events: `/api/tasks/${ID}/events`,
    artifacts: `/api/tasks/${ID}/artifacts`,
    cancel: `/api/tasks/${ID}/cancel`,
  });
});

it('a task has a link to the Web UI when that is known', () => {
  const { temporal_ui } = linksOf(ID, { url: 'http://localhost:8233//', namespace: 'a b' });
  expect(temporal_ui).toBe(`http://localhost:8233/namespaces/a%20b/workflows/${ID}`);
});

it('an artifact’s link keeps its folders and escapes its names', () => {
  expect(artifactLink(ID, 'E2E_VALIDATION-1/a b/ü?#%.png')).toBe(
    `/api/tasks/${ID}/artifacts/E2E_VALIDATION-1/a%20b/%C3%BC%3F%23%25.png`,
  );
});
