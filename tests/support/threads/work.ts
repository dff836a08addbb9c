/** What threads of tests do. */
export function work(input: { readonly kind: string; readonly text?: string }): unknown {
  switch (input.kind) {
    case 'echo':
      return input.text;
    case 'backtrack':
      // Exponential: days for these.
      return /^(a+)+$/.test(`${'a'.repeat(80)}b`);
    case 'loop':
      for (;;);
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
