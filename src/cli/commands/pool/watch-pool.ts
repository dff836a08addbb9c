import { createLogUpdate } from 'log-update';
import { followPool } from '../../api/follow.ts';
import type { PoolApi } from '../../api/pool-client.ts';
import type { PoolView } from '../../../contract/pool/pool.ts';
import type { CommandContext } from '../../command-context.ts';
import { isInteractive, print, printJson } from '../../console.ts';
import { moment } from '../../view/moment.ts';
import { poolChanges } from '../../view/pool/pool-changes.ts';
import { poolPanel } from '../../view/pool/pool-panel.ts';

interface PoolScreen {
  show(pool: PoolView): void;
  close(): void;
}

/** Shows a pool each second until interrupted: in place on a terminal, a line or a JSON document a change elsewhere. */
export async function watchPool(
  context: CommandContext,
  pool: PoolApi,
  name: string | undefined,
  most: number,
): Promise<void> {
  const screen = isInteractive(context.console) && !context.json ? liveScreen(context, most) : changeScreen(context);
  try {
    for await (const view of followPool(pool, name, context.console.interrupted)) screen.show(view);
  } finally {
    screen.close();
  }
}

function liveScreen({ console, colours, width }: CommandContext, most: number): PoolScreen {
  const update = createLogUpdate(console.stdout);
  return {
    show(pool) {
      const drawing = { colours, width, now: Date.now() };
      update(fitted((rows) => poolPanel(pool, { ...drawing, most: rows }), most, console.stdout.rows).join('\n'));
    },
    close() {
      update.done();
    },
  };
}

/** The panel with as many rows a table as the terminal has lines for. */
function fitted(panel: (rows: number) => readonly string[], most: number, height = 24): readonly string[] {
  for (let rows = Math.min(most, height); rows > 1; rows -= 1) {
    const lines = panel(rows);
    if (lines.length < height) return lines;
  }
  return panel(1);
}

function changeScreen({ console: { stdout }, json }: CommandContext): PoolScreen {
  let shown: PoolView | undefined;
  return {
    show(pool) {
      const lines = poolChanges(shown, pool);
      const time = moment(new Date().toISOString());
      if (!json) for (const line of lines) print(stdout, `${time}  ${line}`);
      else if (lines.length > 0) printJson(stdout, pool);
      shown = pool;
    },
    close: () => undefined,
  };
}
