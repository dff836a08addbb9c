import { extname } from 'node:path';
import type { Reading } from '../feature/step.ts';
import type { Logger } from '../observability/logging.ts';
import { ThreadLimitError, ThreadLostError } from '../threads/thread.ts';
import { createThreadPool } from '../threads/thread-pool.ts';

/** Reads features beside the event loop of its process. */
export interface FeatureReader {
  /** The steps of a feature text, or why it is refused; one that takes too long is. @throws when no thread can be started. */
  readonly readFeature: (text: string) => Promise<Reading>;
  close(): Promise<void>;
}

/** What a reader works with. */
export interface FeatureReaderSetup {
  readonly log: Logger;
  /** How long a text may take, in ms of processor time. */
  readonly limitMs?: number;
  /** The module that has `readFeature`, as a URL. */
  readonly module?: string;
}

const MODULE = new URL(`../feature/read-feature${extname(import.meta.url)}`, import.meta.url).href;
const LIMIT_MS = 1_000;
/** Waiting for a processor included. */
const LONGEST_MS = 10_000;
/** Two, so that one slow text does not hold up the others. */
const THREADS = 2;
/** That wait for a text. */
const READY = 1;
/** A text of 64 KiB takes a tenth of it. */
const MEMORY_MB = 128;

/** Starts reading on threads. */
export function createFeatureReader({ log, limitMs = LIMIT_MS, module = MODULE }: FeatureReaderSetup): FeatureReader {
  const { run, close } = createThreadPool<string, Reading>({
    module,
    name: 'readFeature',
    limit: { usedMs: limitMs, passedMs: Math.max(LONGEST_MS, limitMs) },
    memoryMb: MEMORY_MB,
    most: THREADS,
    ready: READY,
  });
  return {
    readFeature: async (text) => {
      try {
        return await run(text);
      } catch (error) {
        const reason = reasonOf(error, limitMs);
        if (reason === undefined) throw error;
        log.warn(
          { characters: text.length, reason: String(error) },
          'A feature was not read to its end, and is refused',
        );
        return { ok: false, refusals: [{ sentence: '', line: 1, part: '', reason, nearest: '' }] };
      }
    },
    close,
  };
}

function reasonOf(error: unknown, limitMs: number): string | undefined {
  const instead = 'make several tasks of it, with shorter sentences';
  if (error instanceof ThreadLimitError) return `this text takes longer than ${limitMs / 1_000} s to read: ${instead}`;
  if (error instanceof ThreadLostError && isOutOfMemory(error.cause))
    return `this text takes more memory to read than it may: ${instead}`;
  return undefined;
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
