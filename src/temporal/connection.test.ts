import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { lazyTemporalClient } from './connection.ts';
import { TemporalUnavailableError, withinLimit } from './call.ts';

it('a client whose server breaks every connection can be closed while it tries again', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { client, close } = lazyTemporalClient({ address: `127.0.0.1:${port}`, namespace: 'default' });
  const calls = Array.from({ length: 20 }, () =>
    withinLimit(client, () => client.workflow.getHandle('chimera-0123456789ab').describe()),
  );
  const ends = Promise.allSettled(calls);
  await vi.waitFor(() => {
    expect(connections).toBeGreaterThan(1);
  });
  await close();
  for (const end of await ends) {
    expect(end.status === 'rejected' && end.reason).toBeInstanceOf(TemporalUnavailableError);
  }
});
