import { createLogUpdate } from 'log-update';
import type { CommandContext } from '../command-context.ts';
import { isLive, print } from '../console.ts';
import { duration } from '../view/duration.ts';

const titleWidth = 28;

/** Does one piece of work after the other and shows each; `detail` is what there is to say once it is done. */
export type Step = <T>(
  title: string,
  work: (say: (message: string) => void) => Promise<T>,
  detail: (value: T) => string,
) => Promise<T>;

/** Steps shown on the screen of a command: in place on a terminal, a line each elsewhere, not at all with --json. */
export function stepsOn(context: CommandContext): Step {
  const { console, colours, json } = context;
  const live = !json && isLive(console);
  return async (title, work, detail) => {
    const update = live ? createLogUpdate(console.stdout) : undefined;
    const begun = performance.now();
    const show = (message: string): void => {
      update?.(`  ${colours.cyan('●')} ${title.padEnd(titleWidth)}${colours.gray(message)}`);
    };
    try {
      show('');
      const value = await work(show);
      update?.clear();
      if (!json) {
        const time = colours.gray(duration(performance.now() - begun).padStart(8));
        print(console.stdout, `  ${colours.green('✔')} ${title.padEnd(titleWidth)}${time}  ${detail(value)}`.trimEnd());
      }
      return value;
    } catch (error) {
      update?.clear();
      if (!json) print(console.stdout, `  ${colours.red('✖')} ${title}`);
      throw error;
    } finally {
      update?.done();
    }
  };
}
