import { describe, expect, it, vi } from 'vitest';
import { linesProgress } from './progress-lines.ts';

describe('progress as lines', () => {
  it('has one for each step and end, and none twice', async () => {
    const lines: string[] = [];
    const progress = linesProgress({ write: (text) => lines.push(text) });
    progress.report({ tool: 'temporal', message: 'building' });
    progress.report({ tool: 'temporal', message: 'building' });
    progress.finish('temporal', { kind: 'found', tool: { path: '/t', version: '1.5.1', source: 'built with Go' } });
    progress.finish('chromium', { kind: 'failed' });
    await progress.end();
    expect(lines).toEqual([
      'Temporal CLI: building ...\n',
      'Temporal CLI 1.5.1: /t (built with Go)\n',
      'Chromium: missing\n',
    ]);
  });

  it('shows now and then that long work is still going on', async () => {
    vi.useFakeTimers();
    const lines: string[] = [];
    const progress = linesProgress({ write: (text) => lines.push(text) }, 30_000);
    progress.report({ tool: 'temporal', message: 'building' });
    await vi.advanceTimersByTimeAsync(60_000);
    await progress.end();
    vi.useRealTimers();
    expect(lines.slice(1)).toEqual(['Temporal CLI: still building (30 s)\n', 'Temporal CLI: still building (60 s)\n']);
  });
});
