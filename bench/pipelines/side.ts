/** One of the two that are compared: how it starts a pipeline, by its id. */
export interface Side {
  readonly name: 'bare' | 'chimera';
  start(id: string): Promise<void>;
}
