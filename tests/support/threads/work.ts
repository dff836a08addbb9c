import type { JobContext } from '../../../src/threads/messages.ts';

/** What threads of tests do. */
export function work(input: { readonly kind: string; readonly text?: string }, context: JobContext): unknown {
  switch (input.kind) {
    case 'echo':
      return input.text;
    case 'backtrack':
      // Exponential: days for these.
      return /^(a+)+$/.test(`${'a'.repeat(80)}b`);
    case 'loop':
      for (;;);
    case 'talk':
      context.tell('one');
      context.tell('two');
      return 'talked';
    case 'obey':
      return new Promise((_, reject) => {
        context.signal.addEventListener('abort', () => {
          reject(new Error('stopped'));
        });
      });
    case 'fail':
      throw new RangeError(input.text);
    case 'fill': {
      const kept: number[][] = [];
      for (;;) kept.push(Array.from({ length: 100_000 }, Math.random));
    }
    case 'leave':
      return process.exit(3);
    case 'think': {
      const end = process.threadCpuUsage().user + 300_000;
      while (process.threadCpuUsage().user < end);
      return 'thought';
    }
    default:
      throw new Error('unknown');
  }
}
