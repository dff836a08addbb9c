import { join } from 'node:path';
import { expect, it } from 'vitest';
import { httpTrial } from '../../../tests/support/agents/http-trial.ts';
import { TerminalAgentError } from '../../domain/failure.ts';
import { saveArtifacts } from './save-artifacts.ts';
import { openWire } from './wire.ts';

it('artifacts are bounded together, also one that never ends', async () => {
  const { origin, call } = await httpTrial((_asked, response) => {
    response.writeHead(200).write(Buffer.alloc(700));
  });
  const { signal } = new AbortController();
  const limits = { connectMs: 5_000, idleMs: 5_000 };
  const wire = openWire({ url: new URL(origin), headers: {}, signal, log: () => undefined, ...limits });
  const saved = saveArtifacts(
    wire,
    join(call.artifacts),
    [
      { path: 'a', content: 'x'.repeat(400), encoding: 'utf-8' },
      { path: 'b', url: '/b' },
    ],
    Date.now,
    1_000,
  );
  await expect(saved).rejects.toThrow(TerminalAgentError);
  await expect(saved).rejects.toThrow('more than 1000 bytes together');
});
