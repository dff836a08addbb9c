import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { RunTestOptions } from '../../src/agents/built-in/e2e-tester/runner/run-test.ts';
import type { ScenarioRun } from '../../src/agents/built-in/e2e-tester/runner/test-run.ts';
import { readFeature } from '../../src/feature/read-feature.ts';
import type { Feature } from '../../src/feature/step.ts';
import type { Bench } from './e2e-tester.bench.ts';
import type { Site } from './e2e-tester.site.ts';

/** A page: its body, answered with 200, or another answer. */
export type Page = string | { readonly status: number; readonly body?: string; readonly location?: string };

/** The pages of a site by their paths. */
export type Pages = Readonly<Record<string, Page>>;

const html = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title></head><body>${body}</body></html>`;

/** A site of these pages on a free port of this host; any other path answers 404. */
async function startPages(pages: Pages): Promise<Site> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const page = pages[pathname] ?? { status: 404, body: '<h1>Not found</h1>' };
    const { status, body = '', location } = typeof page === 'string' ? { status: 200, body: page } : page;
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      ...(location !== undefined && { location }),
    });
    response.end(html(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function understood(text: string): Feature {
  const reading = readFeature(text);
  if (!reading.ok) throw new Error(reading.refusals.map(({ sentence, reason }) => `${sentence}: ${reason}`).join('\n'));
  return reading.feature;
}

/** Runs a feature text, scenarios below `#` headings, against a site of these pages; each scenario by its name. */
export async function runText(
  bench: Bench,
  pages: Pages,
  text: string,
  more: Partial<RunTestOptions> = {},
): Promise<ReadonlyMap<string, ScenarioRun>> {
  const site = await startPages(pages);
  try {
    const limits = { expectation: 1_500, interaction: 1_500 };
    const ended = await bench.runFeature(understood(text), { baseUrl: site.url, limits, ...more });
    expect(ended.fault).toBeUndefined();
    return new Map(ended.scenarios.map((scenario) => [scenario.name, scenario]));
  } finally {
    await site.stop();
  }
}

/** Sentences, and the pages on which they have to hold and on which not; both by what they show. */
export interface Proof {
  readonly says: string;
  readonly right: Pages;
  readonly wrong: Pages;
  /** Pages besides, by their paths. */
  readonly beside?: Pages;
}

/** Runs the sentences of each proof on its pages, opened first, and expects them to hold on the right ones only. */
export async function expectProofs(bench: Bench, proofs: Readonly<Record<string, Proof>>): Promise<void> {
  const pages: Record<string, Page> = {};
  const wanted: Record<string, string> = {};
  const texts: string[] = [];
  for (const [title, { says, right, wrong, beside = {} }] of Object.entries(proofs)) {
    Object.assign(pages, beside);
    for (const [status, all] of [
      ['passed', right],
      ['failed', wrong],
    ] as const) {
      for (const [what, body] of Object.entries(all)) {
        const path = `/page-${Object.keys(pages).length}`;
        const name = `${title}: ${what}`;
        pages[path] = body;
        wanted[name] = status;
        texts.push(`# ${name}\nOpen ${path}. ${says}`);
      }
    }
  }
  const ended = await runText(bench, pages, texts.join('\n\n'));
  const outcome = Object.fromEntries([...ended].map(([name, { status }]) => [name, status]));
  const told = [...ended.values()].map(
    ({ name, error }) => `${name}: ${error?.sentence ?? ''}: ${error?.message ?? 'passed'}`,
  );
  expect(outcome, told.join('\n\n')).toEqual(wanted);
}
