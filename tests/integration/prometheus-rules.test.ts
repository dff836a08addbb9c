import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findTool } from '../../src/toolchain/index.ts';

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
    expect(said).toMatch(/alerts\.yml\s+SUCCESS: 16 rules found/);
    expect(said).toMatch(/recording\.yml\s+SUCCESS: 11 rules found/);
  });

  it('has rules that say and do what they should', async () => {
    expect(await promtool('test', 'rules', 'tests/rules.test.yml')).toContain('SUCCESS');
  });
});
