import { Listr, ListrLogger, ProcessOutput, type ListrDefaultRendererLogLevels } from 'listr2';
import type { ProgressDisplay, ToolEnd } from './progress.ts';
import { endLine } from './progress-lines.ts';
import type { ToolName, ToolProgress } from './tool.ts';
import { tools } from './tools.ts';

interface Row {
  readonly ended: PromiseWithResolvers<ToolEnd>;
  show?: (title: string) => void;
  message?: string;
  since: number;
}

const REDRAW_MS = 1_000;

class Missing extends Error {}

/** Progress on a terminal: a line for each tool that changes in place, with the time its present step has taken. */
export function terminalProgress(names: readonly ToolName[], output: NodeJS.WriteStream): ProgressDisplay {
  const rows = new Map<ToolName, Row>(
    names.map((tool) => [tool, { ended: Promise.withResolvers<ToolEnd>(), since: performance.now() }]),
  );
  const redraw = (): void => {
    for (const [tool, { show, message, since }] of rows) {
      if (message === undefined) continue;
      show?.(`${tools[tool].title}: ${message} ... ${Math.round((performance.now() - since) / 1_000)} s`);
    }
  };
  const list = new Listr(
    [...rows].map(([tool, row]) => ({
      title: tools[tool].title,
      task: async (_context: unknown, task: { title: string }) => {
        row.show = (title) => {
          task.title = title;
        };
        const end = await row.ended.promise;
        delete row.message;
        if (end.kind === 'failed') throw new Missing(`${tools[tool].title} is missing`);
        task.title = endLine(tool, end);
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      forceTTY: true, // Whether the output is a terminal is known; it need not be standard output, which is asked else.
      rendererOptions: {
        logger: new ListrLogger<ListrDefaultRendererLogLevels>({ processOutput: new ProcessOutput(output, output) }),
      },
    },
  );
  const shown = list.run();
  const timer = setInterval(redraw, REDRAW_MS);
  return {
    report({ tool, message }: ToolProgress) {
      const row = rows.get(tool);
      if (!row) return;
      row.message = message;
      row.since = performance.now();
      redraw();
    },
    finish(tool, end) {
      rows.get(tool)?.ended.resolve(end);
    },
    async end() {
      for (const { ended } of rows.values()) ended.resolve({ kind: 'failed' });
      await shown;
      clearInterval(timer);
    },
  };
}
