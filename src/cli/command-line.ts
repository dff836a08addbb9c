import { VERSION } from '../runtime/version.ts';
import { EXIT_CODES } from './exit-code.ts';
import { keepToOneself } from '../host/own-data.ts';
import { runCli } from './run.ts';
import type { System } from './system.ts';

/** The system that the CLI sets to work: the real one, of which a part is loaded, in a second or two, once it is called. */
const system: System = {
  async ensureTools(names, onProgress) {
    const { ensureTools } = await import('../toolchain/index.ts');
    return ensureTools(names, { onProgress });
  },
  async start(options) {
    const { startSystem } = await import('../runtime/start-system.ts');
    return startSystem(options);
  },
  async checkAgents(environment, name) {
    const { checkConfiguredAgents } = await import('../runtime/check-agents.ts');
    return checkConfiguredAgents(environment, name);
  },
  async replay(source, environment) {
    const { replay } = await import('../runtime/replay.ts');
    return replay(source, environment);
  },
};

keepToOneself();

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first asks to stop, the second does not wait for it.
    if (interruption.signal.aborted) process.exit(EXIT_CODES.interrupted);
    interruption.abort();
  });
}
// A reader that has seen enough, such as `head`, closes the pipe: that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT_CODES.ok);
  throw error;
});

process.exitCode = await runCli(
  process.argv.slice(2),
  {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    interrupted: interruption.signal,
  },
  system,
  VERSION,
);
