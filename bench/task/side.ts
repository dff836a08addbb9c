/** What one run of a side took: seconds by the clock and of processors in all, and the seconds of its parts. */
export interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly parts: Readonly<Record<string, number>>;
}

/** Takes the demo's feature once from its text to the change that is proven on staging. */
export interface Side {
  readonly name: string;
  run(): Promise<Run>;
}
