import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { tracedSubject } from './log-fields.ts';
import { createLogger, type LoggerOptions } from './logging.ts';
import { maskOf } from './mask.ts';

function logging(options: Partial<LoggerOptions> & { isTTY?: boolean } = {}) {
  const { isTTY = false, ...rest } = options;
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = createLogger({ level: 'info', component: 'worker', destination: { write, isTTY }, ...rest });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? 'null') as Record<string, unknown> };
}

describe('a logger', () => {
  it('writes one JSON object a line', () => {
    const { log, lines, last } = logging();
    const span = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331', sampled: true };
    const about = { ...tracedSubject('chimera-0123456789ab', span), workflow_phase: 'GUARDIAN_REVIEW' };
    log.info({ agent: 'built-in', ...about }, 'reviewed\nby %s', 'us');
    expect(lines.join('').split('\n')).toHaveLength(2);
    expect(last()).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      level: 'info',
      component: 'worker',
      task_id: 'chimera-0123456789ab',
      workflow_phase: 'GUARDIAN_REVIEW',
      trace_id: 'trace-8448eb211c80319c',
      span_id: 'span-69203331',
      context: { agent: 'built-in' },
      message: 'reviewed\nby us',
    });
  });

  it('names no phase where there is none', () => {
    const { log, last } = logging();
    log.warn({ task_id: 'chimera-0123456789ab', workflow_phase: undefined }, 'gone');
    expect(last()).toMatchObject({ task_id: 'chimera-0123456789ab', message: 'gone' });
    expect(last()).not.toHaveProperty('workflow_phase');
  });

  it('keeps to its level', () => {
    const { log, lines } = logging({ level: 'warn' });
    log.info('not this');
    log.warn('this');
    expect(lines).toHaveLength(1);
  });

  it('tells an error with its stack and its cause', () => {
    const { log, last } = logging();
    log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
    expect(last()['context']).toMatchObject({
      err: { type: 'Error', message: 'outer: inner', stack: expect.stringContaining('caused by') as string },
    });
  });

  it('shows no secret: not by key, in a child, in an error, in a URL', () => {
    const { log, lines } = logging();
    const error = Object.assign(new Error('connect postgres://chimera:hunter2@db/x'), { password: 'hunter2' });
    log
      .child({ apiKey: 'hunter2', nested: { token: 'hunter2' } })
      .error(
        { err: error, headers: { Authorization: 'hunter2', 'set-cookie': ['hunter2'] } },
        'sent Bearer hunter2hunter2',
      );
    expect(lines.join('')).not.toContain('hunter2');
    expect(lines.join('')).toContain('postgres://chimera:[redacted]@db/x');
  });

  it('shows no secret that it is told, in whatever it writes', () => {
    const { log, lines } = logging({ mask: maskOf(['hunter2-4711']) });
    const err = new Error('a hunter2-4711', { cause: new Error('b hunter2-4711') });
    log
      .child({ about: 'hunter2-4711' })
      .error({ err, list: ['hunter2-4711'] }, 'said %s: hunter2-4711', 'hunter2-4711');
    log.error(err);
    log.error('only hunter2-4711');
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toContain('hunter2');
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('cuts a text that is too long for collectors, and no secret into halves', () => {
    const { log, last } = logging({ mask: maskOf(['hunter2-4711']) });
    log.info({ tail: 'x'.repeat(16_380) + 'hunter2-4711'.repeat(1_000) }, 'long');
    const { tail } = last()['context'] as { tail: string };
    expect(tail.length).toBeLessThan(16_500);
    expect(tail).not.toContain('hunter');
    expect(tail).toContain('(28380 characters)');
  });

  it('is silent when it is to be', () => {
    const { log, lines } = logging({ level: 'silent' });
    log.fatal('not even this');
    expect(lines).toEqual([]);
  });

  it('is readable on a terminal', () => {
    const { log, lines } = logging({ isTTY: true });
    log.info({ agent: 'built-in' }, 'started');
    expect(lines.join('')).toMatch(/\d\d:\d\d:\d\d/);
    expect(lines.join('')).toContain('worker: started');
    expect(lines.join('')).toContain('built-in');
    expect(() => JSON.parse(lines.join('')) as unknown).toThrow();
  });

  it('shows a person the task, and an error with its stack line by line', () => {
    const { log, lines } = logging({ format: 'pretty' });
    const err = new Error('no answer');
    const about = { task_id: 'chimera-0123456789ab', workflow_phase: 'GUARDIAN_REVIEW' };
    log.error({ err, agent: 'built-in', ...about }, 'failed');
    log.error({ err }, 'failed');
    log.error({ err: 'no error at all' }, 'failed');
    const text = lines.join('');
    expect(text).toContain('worker: failed (chimera-0123456789ab GUARDIAN_REVIEW)\n');
    expect(text).toMatch(/context: \{"agent":"built-in"\}\n +Error: no answer\n +at /);
    expect(text).toMatch(/context:\s*\n +Error: no answer\n +at /);
    expect(text).toContain('context: {"err":"no error at all"}');
  });

  it('can be made readable, or JSON, wherever it goes', () => {
    const pretty = logging({ format: 'pretty' });
    pretty.log.info('started');
    expect(pretty.lines.join('')).toMatch(/^\[\d\d:\d\d:\d\d\] INFO: worker: started\n$/);
    const json = logging({ format: 'json', isTTY: true });
    json.log.info('started');
    expect(json.last()).toMatchObject({ message: 'started' });
  });

  it('loses no line when the process ends at once', async () => {
    const file = fileURLToPath(new URL('logging.ts', import.meta.url));
    const script = `import { createLogger } from ${JSON.stringify(file)};
      for (const format of ['json', 'pretty']) {
        const log = createLogger({ level: 'info', format, component: 'cli' });
        for (let n = 0; n < 500; n += 1) log.info('line');
      }
      process.exit(0);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1_000);
  });
});
