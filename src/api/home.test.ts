import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { renderHomePage, type HomeView } from './home/home-page.ts';

let api: ApiFixture;
beforeAll(async () => {
  api = await apiFixture();
});
afterAll(() => api.close());

const VIEW: HomeView = {
  version: '1.2.3',
  health: {
    ...{ status: 'healthy', uptime: 7_200, temporal: 'up', store: 'up' },
    ...{ tasks_queued: 1, tasks_running: 2, tasks_completed: 33, tasks_failed: 4 },
  },
  status: 'degraded',
  checks: { pass: 60, unknown: 0, warn: 2, fail: 1 },
  projects: 50,
  temporalUi: 'http://127.0.0.1:8233',
};

const words = (page: string): string =>
  page
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('GET /', () => {
  it('answers with a page that runs no script, loads nothing and is framed by nobody', async () => {
    const answer = await api.app.inject({ method: 'GET', url: '/' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    const style = /<style>(.*)<\/style>/s.exec(answer.body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(answer.headers['content-security-policy']).toContain(`'sha256-${hash}'`);
    expect(answer.body).not.toMatch(/<script|\son\w+=|style="|javascript:/i);
    expect(words(answer.body)).toContain('Version 1.2.3, 2 projects');
  });

  it('answers to GET and HEAD alone', async () => {
    const answer = await api.app.inject({ method: 'POST', url: '/' });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
    expect((await api.app.inject({ method: 'HEAD', url: '/' })).statusCode).toBe(200);
  });

  it('leads to nothing that is not there', async () => {
    const { body } = await api.app.inject({ method: 'GET', url: '/' });
    const hrefs = Array.from(body.matchAll(/<a href="([^"]+)"/g), ([, href = '']) => href);
    expect(hrefs).toContain('http://127.0.0.1:8233/');
    const own = hrefs.filter((href) => href.startsWith('/'));
    expect(own).toHaveLength(5);
    for (const href of own) expect((await api.app.inject({ method: 'GET', url: href })).statusCode).not.toBe(404);
  });
});

describe('the page', () => {
  it('tells the state in a few figures', () => {
    const text = words(renderHomePage(VIEW));
    expect(text).toContain('Version 1.2.3, 50 projects, up for 2 h 00 min.');
    expect(text).toContain('System degraded Checks that pass 60 of 63 Tasks running 2 Tasks queued 1');
    expect(text).toContain('Tasks completed 33 Tasks failed 4 Temporal up Database up');
  });

  it('says what is not known', () => {
    const health = { ...VIEW.health, tasks_running: null, store: 'down' as const };
    const text = words(
      renderHomePage({
        ...VIEW,
        health,
        status: 'unknown',
        checks: { pass: 0, unknown: 0, warn: 0, fail: 0 },
        projects: 1,
      }),
    );
    expect(text).toContain('1 project,');
    expect(text).toContain('Checks that pass no sample yet Tasks running unknown');
    expect(text).toContain('Database down');
  });

  it('shows what was configured as it is, and links to nothing but a web address', () => {
    const page = renderHomePage({ ...VIEW, version: '<b>', temporalUi: 'https://ui.test/"><script>alert(1)</script>' });
    expect(page).toContain('Version &lt;b&gt;');
    expect(page).not.toContain('<script>');
    expect(renderHomePage({ ...VIEW, temporalUi: 'javascript:alert(1)' })).not.toContain('Temporal Web UI');
    expect(renderHomePage({ ...VIEW, temporalUi: undefined })).not.toContain('Temporal Web UI');
  });
});
