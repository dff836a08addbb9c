import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../support/free-port.ts';
import { describe, expect, it } from 'vitest';
import { findTool } from '../../src/toolchain/index.ts';
import { PROMETHEUS_ARGUMENTS, SERVER_CHECKS } from '../support/deployment/commands.ts';

const DEPLOY = fileURLToPath(new URL('../../deploy/prometheus', import.meta.url));
const prometheus = await findTool('prometheus');

/** What promtool prints; it rejects when promtool finds a fault. */
async function promtool(...args: readonly string[]): Promise<string> {
  const program = join(dirname(prometheus?.path ?? ''), 'promtool');
  const { stdout } = await promisify(execFile)(program, args, { cwd: DEPLOY });
  return stdout;
}

describe.skipIf(prometheus === undefined)('what is shipped for Prometheus', () => {
  it('is a configuration that Prometheus takes, with all its rules', async () => {
    const said = await promtool('check', 'config', 'prometheus.yml');
    expect(said).toContain('prometheus.yml is valid');
    expect(said).toMatch(/alerts\.yml\s+SUCCESS: 19 rules found/);
    expect(said).toMatch(/recording\.yml\s+SUCCESS: 11 rules found/);
  });

  it('has rules that say and do what they should', async () => {
    expect(await promtool('test', 'rules', 'tests/rules.test.yml')).toContain('SUCCESS');
  });

  it('starts as the compose file starts it, with all its rules, and is found well by its health check', async () => {
    const data = await mkdtemp(join(tmpdir(), 'chimera-prometheus-'));
    const port = await freePort();
    const places = PROMETHEUS_ARGUMENTS.map((argument) =>
      argument.replace('/etc/prometheus', DEPLOY).replace('path=/prometheus', `path=${data}`),
    );
    const [, ...check] = SERVER_CHECKS.prometheus.map((word) => word.replace(':9090', `:${port}`));
    await expect(promtool(...check)).rejects.toThrow();
    const server = spawn(prometheus?.path ?? '', [...places, `--web.listen-address=127.0.0.1:${port}`], {
      stdio: 'ignore',
    });
    const gone = once(server, 'exit');
    try {
      await expect.poll(() => promtool(...check).catch(() => ''), { timeout: 60_000 }).toContain('scalar');
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/rules`);
      const { data } = (await answer.json()) as { data: { groups: readonly { rules: readonly unknown[] }[] } };
      expect(data.groups.flatMap(({ rules }) => rules)).toHaveLength(19 + 11);
    } finally {
      server.kill('SIGTERM');
      await gone;
      await rm(data, { recursive: true, force: true });
    }
  });
});
