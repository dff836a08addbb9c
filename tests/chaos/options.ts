import { Command, InvalidArgumentError } from 'commander';

/** What is played. */
export interface ChaosOptions {
  readonly seed: number;
  readonly short: boolean;
  /** Rounds are added, with the next seed each, until this time is over; one round without it. */
  readonly minutes: number | undefined;
  /** Only scenarios with one of these in their name; all when empty. */
  readonly only: readonly string[];
  /** The file that the rows go to. */
  readonly out: string;
}

/** Reads the command line; a wrong one, or a call for help, ends the process. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const command = new Command('test:chaos')
    .description(
      'Takes parts of Chimera away while it works, and checks from outside that nothing is lost or done twice.',
    )
    .option('--seed <n>', 'what is drawn by chance follows from it', wholeNumber, 1)
    .option('--short', 'the short form of each scenario', false)
    .option('--minutes <n>', 'play rounds, each with the next seed, until this time is over', wholeNumber)
    .option('--only <words...>', 'only scenarios with one of these words in their name', [])
    .option('--out <file>', 'where the rows go, as JSON', 'tests/chaos/results/latest.json')
    .parse(args, { from: 'user' });
  const { minutes, ...rest } = command.opts<Omit<ChaosOptions, 'minutes'> & { readonly minutes?: number }>();
  return { ...rest, minutes };
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a whole number above 0');
}
