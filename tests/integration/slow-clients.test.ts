import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { newTask } from '../../src/domain/task-state.ts';
import { apiFixture } from '../support/api/api-fixture.ts';
import { followEvents } from '../support/api/event-client.ts';
import { rawConnection, type RawConnection } from '../support/raw-http.ts';
import { TRACEPARENT } from '../support/traceparent.ts';

const ID = 'chimera-0123456789ab';
const EACH = 600;
/** The bound that is promised: 30 s for a request, looked for each second, and some room for a busy host. */
const BOUND_MS = 35_000;
const CHUNKS = 40;
const CHUNK = Buffer.alloc(1_000, 'x');

async function* slowly(): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < CHUNKS; sent += 1) {
    await delay(1_000);
    yield CHUNK;
  }
}

const HEAD = 'POST /api/tasks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n';

it('600 slow bodies and 600 slow headers are gone within 35 s, while others are answered, follow and download', async () => {
  const api = await apiFixture({
    artifacts: {
      open: () =>
        Promise.resolve({
          stream: Readable.from(slowly()),
          bytes: CHUNKS * CHUNK.length,
          media_type: 'application/zip',
        }),
    },
  });
  onTestFinished(api.close);
  await api.runs.save(
    newTask(ID, { feature: 'x', target_url: 'http://a', priority: 5, project: 'shop' }, 0, TRACEPARENT),
  );
  api.gateway.workflows.set(ID, {
    started: { task_id: ID, input: {} as never },
    observation: { run_id: 'r', history_length: 3, created_at: new Date(0).toISOString() },
    state: newTask(ID, { feature: 'x', target_url: 'http://a', priority: 5, project: 'shop' }, 0, TRACEPARENT),
    finalState: undefined,
  });
  await api.app.listen(0, '127.0.0.1');
  const url = await api.app.getUrl();
  const events = await followEvents(new URL(`/api/tasks/${ID}/events`, url));
  onTestFinished(events.leave);
  const download = fetch(new URL(`/api/tasks/${ID}/artifacts/E2E_VALIDATION-1/trace.zip`, url)).then(
    async (answer) => (await answer.arrayBuffer()).byteLength,
  );

  const begun = performance.now();
  const bodies = await many(url, `${HEAD}Content-Length: 1000\r\n\r\n{"feature":`);
  const headers = await many(url, `${HEAD}X-Slow: `);
  const all = [...bodies, ...headers];
  const pushing = setInterval(() => {
    for (const { socket } of all) if (socket.writable) socket.write('x');
  }, 1_000);
  onTestFinished(() => {
    clearInterval(pushing);
  });
  const answered: number[] = [];
  const asking = setInterval(() => {
    void fetch(new URL('/health', url)).then(({ status }) => answered.push(status));
  }, 1_000);
  onTestFinished(() => {
    clearInterval(asking);
  });
  const ends = await Promise.all(all.map(({ closed }) => closed));
  const tookMs = performance.now() - begun;
  clearInterval(asking);

  expect(tookMs).toBeLessThan(BOUND_MS);
  expect(ends.filter((answer) => answer.startsWith('HTTP/1.1 408 '))).toHaveLength(2 * EACH);
  expect(answered.length).toBeGreaterThan(10);
  expect(new Set(answered)).toEqual(new Set([200]));
  // Longer than any of them: an answer may take as long as it takes.
  expect(await download).toBe(CHUNKS * CHUNK.length);
  const seen = events.events.length;
  expect(seen).toBeGreaterThan(0);
  await expect(Promise.race([events.closed.then(() => 'closed'), delay(100, 'open')])).resolves.toBe('open');
}, 120_000);

async function many(url: string, bytes: string): Promise<readonly RawConnection[]> {
  return Promise.all(Array.from({ length: EACH }, () => rawConnection(url, bytes)));
}
