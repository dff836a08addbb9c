import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChimeraConfig } from '../config/chimera-config.ts';
import { ConfigError } from '../config/config-error.ts';
import { type Environment, readEnvironment } from '../config/env.ts';
import { loadConfigFile } from '../config/file.ts';
import type { Logger } from '../observability/logging.ts';
import { componentLogs } from './logs.ts';
import { keepToOneself, takeDataDirectory } from '../host/own-data.ts';
import { processMask } from './process-mask.ts';

/** What a process of its own is started with. */
export interface ServiceSetup<E = Environment> {
  readonly environment: E;
  readonly config: ChimeraConfig;
  readonly log: Logger;
  /** Aborted when the process is asked to end, which may be while it starts. */
  readonly signal: AbortSignal;
}

/** What a process runs. */
export interface Service {
  /** Settles when it has ended; rejects when it failed. Without it, it runs until it is stopped. */
  readonly ended?: Promise<void>;
  /** How long a stop lets running work go on, in ms; none when not given. */
  readonly drainMs?: number;
  stop(): Promise<void>;
}

/** How a process ends: as asked; for a fault; because of its configuration, which no second start puts right. */
export const EXIT = { asked: 0, fault: 1, configuration: 2 } as const;

/** How long a stop may take beyond the time that running work is given, in ms. */
const STOP_LIMIT_MS = 20_000;

/**
 * Runs one service as this process: reads its environment, which `complete` checks further, and its configuration, logs JSON to standard output, stops it on
 * SIGTERM or SIGINT (on the second of them without waiting), and ends the process with the exit code that says how it went.
 */
export async function runService<E extends Environment>(
  component: string,
  complete: (environment: Environment) => E,
  start: (setup: ServiceSetup<E>) => Promise<Service>,
): Promise<never> {
  const signal = stopSignal();
  keepToOneself();
  try {
    const environment = complete(readEnvironment());
    const config = await loadConfigFile(environment.configFile);
    const logs = componentLogs({ environment: { logFormat: 'json', ...environment }, mask: processMask(config) });
    const log = logs(component);
    const begin = async (setup: ServiceSetup<E>): Promise<Service> => {
      await takeDataDirectory(environment.dataDirectory, (message) => {
        log.warn({}, message);
      });
      return start(setup);
    };
    process.exit(await run({ environment, config, log, signal }, begin));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT.configuration);
  }
}

/** Aborted by the first signal that asks the process to end; the second ends it at once. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      if (stopping.signal.aborted) process.exit(128 + constants.signals[name]);
      stopping.abort(new Error(`The process got ${name}.`));
    });
  }
  return stopping.signal;
}

async function run<E>(setup: ServiceSetup<E>, start: (setup: ServiceSetup<E>) => Promise<Service>): Promise<number> {
  const { log, signal } = setup;
  try {
    const service = await start(setup);
    log.info({ pid: process.pid }, 'Started');
    const failure = await untilOver(service, signal);
    if (failure !== undefined) log.fatal({ reason: failure }, 'Failed; stopping what is left');
    await stopInTime(service);
    log.info({}, 'Stopped');
    return failure === undefined ? EXIT.asked : EXIT.fault;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    if (signal.aborted && error === signal.reason) return EXIT.asked;
    log.fatal({ err: error }, 'Ended by a fault');
    return EXIT.fault;
  }
}

/** Waits until the service is asked to stop or ends by itself, which it should not: the reason then. */
async function untilOver({ ended }: Service, signal: AbortSignal): Promise<string | undefined> {
  const asked = signal.aborted ? Promise.resolve() : once(signal, 'abort');
  const alone = ended?.then(
    () => 'it ended by itself',
    (error: unknown) => String(error),
  );
  return Promise.race([asked.then(() => undefined), ...(alone === undefined ? [] : [alone])]);
}

async function stopInTime(service: Service): Promise<void> {
  const limitMs = (service.drainMs ?? 0) + STOP_LIMIT_MS;
  const late = delay(limitMs, undefined, { ref: false }).then(() => {
    throw new Error(`The stop took longer than ${limitMs / 1_000} s.`);
  });
  await Promise.race([service.stop(), late]);
}
