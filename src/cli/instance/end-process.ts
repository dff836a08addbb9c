import { setTimeout as delay } from 'node:timers/promises';
import { sendSignal } from '../../host/process.ts';
import { isInstanceRunning, type Instance } from './instance-file.ts';

/** How long an instance may take to stop by itself, and then after being pressed, in ms. */
export interface StopLimits {
  readonly gracefulMs: number;
  readonly pressedMs: number;
}

const standardLimits: StopLimits = { gracefulMs: 40_000, pressedMs: 5_000 };
const POLL_MS = 50;

async function isGoneWithin(instance: Instance, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (!(await isInstanceRunning(instance))) return true;
    await delay(POLL_MS);
  }
  return false;
}

async function signal(instance: Instance, name: NodeJS.Signals): Promise<void> {
  if (!(await isInstanceRunning(instance))) return;
  const { pid } = instance;
  if (sendSignal(pid, name) === 'forbidden') throw new Error(`Process ${pid} belongs to another user.`);
}

/** Stops an instance: asks, asks again when that takes too long, and ends it by force at last. Resolves when it is gone. */
export async function endProcess(
  instance: Instance,
  limits: StopLimits = standardLimits,
): Promise<'stopped' | 'forced'> {
  await signal(instance, 'SIGTERM');
  if (await isGoneWithin(instance, limits.gracefulMs)) return 'stopped';
  await signal(instance, 'SIGTERM');
  if (await isGoneWithin(instance, limits.pressedMs)) return 'forced';
  await signal(instance, 'SIGKILL');
  await isGoneWithin(instance, limits.pressedMs);
  return 'forced';
}
