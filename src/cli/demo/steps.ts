import { createLogUpdate } from 'log-update';
import { duration } from '../../domain/duration.ts';
import type { CommandContext } from '../command-context.ts';
import { isInteractive, print } from '../console.ts';
import { cut } from '../../text/cut.ts';

const TITLE_WIDTH = 28;
const TIME_WIDTH = 9;
const FRAME_MS = 100;

/** Does one piece of work after the other and shows each; `detail` is what there is to say once it is done. */
export type ShownStep = <T>(
  title: string,
  work: (say: (message: string) => void) => Promise<T>,
  detail: (value: T) => string,
) => Promise<T>;

/** Steps shown on the screen of a command: in place on a terminal, a line each elsewhere, not at all with --json. */
export function stepsOn(context: CommandContext): ShownStep {
  const { console, colours, width, json } = context;
  const live = !json && isInteractive(console);
  return async (title, work, detail) => {
    const update = live ? createLogUpdate(console.stdout) : undefined;
    const begun = performance.now();
    const doing = { message: '' };
    const draw = (): void => {
      const time = duration(performance.now() - begun).padStart(TIME_WIDTH);
      const room = width - TITLE_WIDTH - TIME_WIDTH - 6;
      update?.(
        `  ${colours.cyan('●')} ${title.padEnd(TITLE_WIDTH)}${colours.gray(`${time}  ${cut(doing.message, room)}`)}`,
      );
    };
    const timer = update === undefined ? undefined : setInterval(draw, FRAME_MS);
    try {
      draw();
      const value = await work((message) => {
        doing.message = message;
      });
      clearInterval(timer);
      update?.clear();
      if (!json) {
        const time = colours.gray(duration(performance.now() - begun).padStart(TIME_WIDTH));
        print(
          console.stdout,
          `  ${colours.green('✔')} ${title.padEnd(TITLE_WIDTH)}${time}  ${detail(value)}`.trimEnd(),
        );
      }
      return value;
    } catch (error) {
      clearInterval(timer);
      update?.clear();
      if (!json) print(console.stdout, `  ${colours.red('✖')} ${title}`);
      throw error;
    } finally {
      update?.done();
    }
  };
}
