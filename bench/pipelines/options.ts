import { Command, InvalidArgumentError } from 'commander';

/** What is measured, and how often. */
export interface BenchOptions {
  /** Pipelines a round. */
  readonly tasks: number;
  readonly rounds: number;
  /** Pipelines at work at once. */
  readonly slots: number;
  /** Size of the pool in which the way of a lease is measured. */
  readonly narrow: number;
  /** Depths to which the queue is filled, in turn. */
  readonly depths: readonly number[];
  /** The file that the results go to. */
  readonly out: string;
  /** Folder for CPU profiles of the workers. */
  readonly profiles: string | undefined;
}

interface Parsed extends Omit<BenchOptions, 'profiles'> {
  readonly profiles?: string;
}

/** Reads the command line; a wrong one, or a call for help, ends the process. */
export function readOptions(args: readonly string[]): BenchOptions {
  const command = new Command('bench')
    .description('Measures Chimera with agents that do nothing beside bare Temporal, on one server, in turn.')
    .option('--tasks <n>', 'pipelines a round', count, 300)
    .option('--rounds <n>', 'rounds of each side', count, 5)
    .option('--slots <n>', 'pipelines at work at once', count, 50)
    .option('--narrow <n>', 'size of the pool in which a lease’s way to the next task is measured', count, 5)
    .option('--depths <list>', 'depths of the queue, in turn', counts, [100, 2_000, 100, 2_000, 100])
    .option('--out <file>', 'where the results go, as JSON', 'bench/results/pipelines.json')
    .option('--profiles <folder>', 'write CPU profiles of the workers there')
    .parse(args, { from: 'user' });
  const { profiles, ...rest } = command.opts<Parsed>();
  return { ...rest, profiles };
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a whole number above 0');
}

function counts(text: string): readonly number[] {
  return text.split(',').map(count);
}
